// Made from openapi.json by «npm run generate». Never edited by hand.
import type { Json } from "../json";

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Healthz
         * @description Say that this process is alive.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Metrics
         * @description Return the metrics in Prometheus' text format.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readyz
         * @description Say whether this process can serve, part by part.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain
         * @description Say whether somebody may do something, and which roles and rules say so.
         */
        get: operations["explainAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access/who-can": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who Can
         * @description List the members, service accounts and API keys that may do something.
         */
        get: operations["whoCan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Templates
         * @description List the starting points for new agents, with the JSON Schema of their parameters.
         */
        get: operations["listAgentTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent-templates/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Template
         * @description Return one template.
         */
        get: operations["getAgentTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent-templates/{slug}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Template
         * @description Show what these parameters would make, and what is wrong with them; changes nothing.
         */
        post: operations["previewAgentTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Agents
         * @description List agents, newest first.
         */
        get: operations["listAgents"];
        put?: never;
        /**
         * Create Agent
         * @description Make an agent from a template with parameters, or from a definition.
         */
        post: operations["createAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply Agents
         * @description Make the agents as a file says: all of its documents, or none; again, and nothing changes.
         *
         *     An agent is known by its slug. A changed definition becomes a new version and is published. Agents that are not in
         *     the file stay as they are.
         */
        post: operations["applyAgents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Agent
         * @description Make a new agent from its file (YAML, as exported).
         */
        post: operations["importAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Schema
         * @description Return the JSON Schema of an agent's definition, for editors.
         */
        get: operations["getAgentSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate
         * @description Say what is wrong with a definition as it is being typed, with paths and fixes; changes nothing.
         */
        post: operations["validateAgentDefinition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Agent
         * @description Return an agent with the definition that runs now.
         */
        get: operations["getAgent"];
        put?: never;
        post?: never;
        /**
         * Delete Agent
         * @description Delete an agent and its versions; its runs stay.
         */
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        /**
         * Change Agent
         * @description Rename an agent.
         */
        patch: operations["changeAgent"];
        trace?: never;
    };
    "/v1/agents/{agent}/clone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Clone Agent
         * @description Make a new agent with the same definition.
         */
        post: operations["cloneAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Diff Versions
         * @description Say what changed between two versions, in words a person understands.
         */
        get: operations["diffAgentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Agent
         * @description Return an agent as a file that can be imported or applied elsewhere; what is default anyway is left out.
         */
        get: operations["exportAgent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll Back
         * @description Make an earlier published version current again, in one step.
         */
        post: operations["rollBackAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description List an agent's versions, newest first.
         */
        get: operations["listAgentVersions"];
        put?: never;
        /**
         * Create Version
         * @description Add a draft version; equal content adds nothing and returns the latest version.
         */
        post: operations["createAgentVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Version
         * @description Return one version with its definition.
         */
        get: operations["getAgentVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/versions/{number}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish Version
         * @description Publish a draft; the version published before it is retired.
         */
        post: operations["publishAgentVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Keys
         * @description List API keys, newest first.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create Key
         * @description Make an API key; its text is in this answer and nowhere else.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Key
         * @description Return an API key without its secret.
         */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        /**
         * Revoke Key
         * @description Revoke an API key; effective on the next request everywhere.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{key_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Key
         * @description Replace an API key by a new one; the old one ends now, or after the overlap.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Approvals
         * @description List what people are asked, newest first: all of the tenant's, or one's own without ``approvals.read``.
         */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{approval_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Approval
         * @description Return a call that waits for a person, or what the person said.
         */
        get: operations["getApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{approval_id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide
         * @description Approve, with other arguments or another text if wanted, or reject; the run goes on where it was.
         */
        post: operations["decideApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{approval_id}/delegation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delegate
         * @description Let a member decide, whatever their role.
         */
        post: operations["delegateApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{approval_id}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Text
         * @description Return the text that waits for the answer, to who may decide. Looking at it is audited.
         */
        get: operations["readApprovalText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Checkpoints
         * @description List signed checkpoints, largest first.
         */
        get: operations["listAuditCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/checkpoints/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Latest Checkpoint
         * @description Return the newest checkpoint: keep it, and no later rewriting goes unseen.
         */
        get: operations["getLatestAuditCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/checkpoints/{size}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Checkpoint
         * @description Return the checkpoint of a size.
         */
        get: operations["getAuditCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prove Consistency
         * @description Prove that the log of one size is the beginning of that of another.
         */
        get: operations["proveAuditConsistency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search Entries
         * @description Search the audit log, newest first.
         */
        get: operations["searchAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/entries/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Entry
         * @description Return one audit entry.
         */
        get: operations["getAuditEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/entries/{entry_id}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prove Entry
         * @description Prove that an entry is in the signed tree.
         */
        get: operations["proveAuditEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Erasures
         * @description List erasures of personal values, newest first.
         */
        get: operations["listAuditErasures"];
        put?: never;
        /**
         * Request Erasure
         * @description Erase a person's values from the log, and their texts from guardrails; entries, order and proofs stay.
         */
        post: operations["eraseFromAuditLog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Log
         * @description Export what is signed: as a bundle that `charter audit verify` checks, JSON Lines, CSV or CEF.
         */
        get: operations["exportAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Keys
         * @description Return the keys that checkpoints are verified with.
         */
        get: operations["getAuditKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/reports/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Make Report
         * @description Make a compliance report.
         */
        get: operations["makeAuditReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Settings
         * @description Return retention and legal hold.
         */
        get: operations["getAuditSettings"];
        /**
         * Change Settings
         * @description Set retention and legal hold.
         */
        put: operations["changeAuditSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Budgets
         * @description List budgets and how they stand.
         */
        get: operations["listBudgets"];
        put?: never;
        /**
         * Create Budget
         * @description Make a budget: a hard limit on runs, agents, tokens or money, of the tenant or of a part of it.
         */
        post: operations["createBudget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{budget_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Budget
         * @description Return a budget and how it stands.
         */
        get: operations["getBudget"];
        put?: never;
        post?: never;
        /**
         * Delete Budget
         * @description Delete a budget; what was used of it stays used, also when it is made again.
         */
        delete: operations["deleteBudget"];
        options?: never;
        head?: never;
        /**
         * Change Budget
         * @description Change a budget; what was used stays used.
         */
        patch: operations["changeBudget"];
        trace?: never;
    };
    "/v1/conditions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evaluate
         * @description Start an instance at each start event of a process whose condition holds for these variables.
         */
        post: operations["evaluateConditions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Conversations
         * @description List conversations, newest first.
         */
        get: operations["listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Conversation
         * @description Return a conversation.
         */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        /**
         * Delete Conversation
         * @description Delete a conversation with its runs.
         */
        delete: operations["deleteConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Messages
         * @description List what was said, oldest first; `limit` counts turns (a question and its answer).
         */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/edge/bans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Bans
         * @description List the bans in force, newest first.
         */
        get: operations["listEdgeBans"];
        put?: never;
        /**
         * Create Ban
         * @description Stop listening to an address for a while.
         */
        post: operations["createEdgeBan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/edge/bans/{ban_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Lift Ban
         * @description Lift a ban: the address is listened to again.
         */
        delete: operations["liftEdgeBan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/edge/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Policy
         * @description Return the tenant's own part of the edge policy.
         */
        get: operations["getEdgePolicy"];
        /**
         * Put Policy
         * @description Put the tenant's own part in force: it only ever makes the installation's policy tighter.
         */
        put: operations["replaceEdgePolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/edge/policy/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate Policy
         * @description Check a tenant's part without putting it in force.
         */
        post: operations["validateEdgePolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Cases
         * @description List the texts of which it is known whether a detector is to hit them, newest first.
         */
        get: operations["listGuardrailCases"];
        put?: never;
        /**
         * Add Case
         * @description Keep a test case, in place of an earlier one about the same text.
         */
        post: operations["createGuardrailCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-cases/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Cases
         * @description Score the test cases with a version of a policy, exceptions left aside; nothing is recorded.
         *
         *     What is slow reads them only where that is asked for: models of the operator, and a judge, which costs money.
         */
        post: operations["runGuardrailCases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-cases/{case_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Case
         * @description Delete a test case.
         */
        delete: operations["deleteGuardrailCase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Exceptions
         * @description List the texts that pass in spite of a detector, and until when.
         */
        get: operations["listGuardrailExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-exceptions/{exception_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Exception
         * @description End an exception now.
         */
        delete: operations["deleteGuardrailException"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Models
         * @description List the versions of all models, and what each does now.
         */
        get: operations["listGuardrailModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-models/install": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Install Model
         * @description Install a version of a model from a zip with its card; it is not in use yet. For operators.
         */
        post: operations["installGuardrailModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-models/{model}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Models
         * @description Show what versions of a model said while one was in the shadow or on trial. For operators.
         */
        get: operations["compareGuardrailModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-models/{model}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll Back Model
         * @description End what is on trial or in the shadow; where nothing is, go back to the version before. For operators.
         */
        post: operations["rollBackGuardrailModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-models/{model}/{model_version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Model
         * @description Show a version of a model with its card: data, licence, measured quality, thresholds.
         */
        get: operations["getGuardrailModelVersion"];
        put?: never;
        post?: never;
        /**
         * Remove Model
         * @description Remove a version that is not in use. For operators.
         */
        delete: operations["removeGuardrailModel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-models/{model}/{model_version}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate Model
         * @description Have a version decide, about all texts or for a trial about a share of them. For operators.
         */
        post: operations["activateGuardrailModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-models/{model}/{model_version}/shadow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shadow Model
         * @description Have a version read every text beside the one that decides, without effect. For operators.
         */
        post: operations["shadowGuardrailModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Policies
         * @description List the tenant's guardrail policies, newest first.
         */
        get: operations["listGuardrailPolicies"];
        put?: never;
        /**
         * Create Policy
         * @description Make a guardrail policy; its first version is active.
         */
        post: operations["createGuardrailPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-policies/{policy_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Policy
         * @description Show a guardrail policy.
         */
        get: operations["getGuardrailPolicy"];
        put?: never;
        post?: never;
        /**
         * Delete Policy
         * @description Delete a guardrail policy; its agents come under the tenant's policy for all.
         */
        delete: operations["deleteGuardrailPolicy"];
        options?: never;
        head?: never;
        /**
         * Change Policy
         * @description Change a guardrail policy; a new document becomes the next version, which is yet to be activated.
         */
        patch: operations["changeGuardrailPolicy"];
        trace?: never;
    };
    "/v1/guardrail-policies/{policy_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate Version
         * @description Make a version the one that applies; an older number rolls back.
         */
        post: operations["activateGuardrailPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrail-policies/{policy_id}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dry Run Policy
         * @description Say what a version would have done with the texts of past runs; nothing is recorded.
         *
         *     What is slow reads them only where that is asked for: models of the operator, and a judge, which costs money.
         */
        post: operations["dryRunGuardrailPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrails/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Text
         * @description Say what a run would do with a text at a stage. Nothing is recorded.
         */
        post: operations["checkText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrails/judge-categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Judge Categories
         * @description List what a judge is asked about unless a policy says otherwise; a policy can add categories of its own.
         */
        get: operations["listJudgeCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guardrails/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Models
         * @description Show the classifiers in use: version, licence, measured quality on sources they had not seen.
         */
        get: operations["getGuardrailModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Incidents
         * @description List incidents, newest first.
         */
        get: operations["listIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Incident
         * @description Return an incident.
         */
        get: operations["getIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve
         * @description Try again what the incident stopped; a job gets new retries.
         */
        post: operations["resolveIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/installation/edge-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Installation Policy
         * @description Return the installation's edge policy in force, complete.
         */
        get: operations["getInstallationEdgePolicy"];
        /**
         * Put Installation Policy
         * @description Put a policy in force, in every process within a second and without a restart.
         */
        put: operations["replaceInstallationEdgePolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/installation/edge-policy/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate Installation Policy
         * @description Check a policy without putting it in force; returns it complete, and what to think of first.
         */
        post: operations["validateInstallationEdgePolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/installation/edge-policy/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description List the versions that were put in force, newest first.
         */
        get: operations["listInstallationEdgePolicyVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/installation/edge-policy/versions/{edge_version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Version
         * @description Return one version of the installation's policy.
         */
        get: operations["getInstallationEdgePolicyVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Invitations
         * @description List invitations, newest first.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite
         * @description Invite an address with a role; the link goes out by mail, or is in this answer when there is no mail server.
         */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept
         * @description Become a member with the token of an invitation: with the address's account and its password, or a new one.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look At
         * @description Say what the invitation of a token offers.
         */
        post: operations["lookAtInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke
         * @description Withdraw an invitation that was not accepted yet.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{invitation_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend
         * @description Send an invitation again with a new link; the old link ends.
         */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Jobs
         * @description List jobs that are not done, newest first.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/lease": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lease
         * @description Take jobs of a type, waiting while there is none if `wait_s` says so.
         */
        post: operations["leaseJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Job
         * @description Return a job that is not done.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete
         * @description Complete a job with its result.
         */
        post: operations["completeJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/error": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Throw Error
         * @description Throw a business error, for the model to catch.
         */
        post: operations["throwJobError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extend
         * @description Take more time for a job, counted from now.
         */
        post: operations["extendJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/fail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fail
         * @description Give a job back: it is tried again after a while, or becomes an incident.
         */
        post: operations["failJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-authorization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finish Authorization
         * @description Take the caller back from the authorization server and keep their tokens, sealed.
         */
        get: operations["finishMcpAuthorization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Servers
         * @description List the tenant's MCP servers, oldest first.
         */
        get: operations["listMcpServers"];
        put?: never;
        /**
         * Connect Server
         * @description Connect an MCP server after it answered. None of its tools can be called before somebody approves it.
         */
        post: operations["connectMcpServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-servers/{server}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Server
         * @description Return a server with what it offers; of its key only the last four characters.
         */
        get: operations["getMcpServer"];
        put?: never;
        post?: never;
        /**
         * Remove Server
         * @description Remove a server with its credentials and tools.
         */
        delete: operations["removeMcpServer"];
        options?: never;
        head?: never;
        /**
         * Change Server
         * @description Change a server; a new URL clears its key and everybody's tokens. Refresh it afterwards.
         */
        patch: operations["changeMcpServer"];
        trace?: never;
    };
    "/v1/mcp-servers/{server}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve Tools
         * @description Approve tools: their texts are pinned as they are shown now, and agents can be granted them.
         */
        post: operations["approveMcpTools"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-servers/{server}/authorization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin Authorization
         * @description Return where the caller lets Charter use a server in their name; what it may do there is used for nobody else.
         */
        post: operations["beginMcpAuthorization"];
        /**
         * End Authorization
         * @description Forget the caller's own tokens at a server.
         */
        delete: operations["endMcpAuthorization"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-servers/{server}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh Server
         * @description Ask a server anew what it offers; a tool that changed since its approval is held.
         */
        post: operations["refreshMcpServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-servers/{server}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse Tools
         * @description Refuse tools; those that were approved are held from now on.
         */
        post: operations["refuseMcpTools"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-servers/{server}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tools
         * @description List what a server offers, with what changed since the approval and what looks like hidden instructions.
         */
        get: operations["listMcpTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-virtual-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Servers
         * @description List the virtual servers that MCP clients find at /mcp/NAME, oldest first.
         */
        get: operations["listMcpVirtualServers"];
        put?: never;
        /**
         * Create Server
         * @description Choose tools, agents and workflows that MCP clients find at /mcp/NAME.
         */
        post: operations["createMcpVirtualServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-virtual-servers/{virtual}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Server
         * @description Return a virtual server.
         */
        get: operations["getMcpVirtualServer"];
        put?: never;
        post?: never;
        /**
         * Delete Server
         * @description Delete a virtual server; what it offered stays.
         */
        delete: operations["deleteMcpVirtualServer"];
        options?: never;
        head?: never;
        /**
         * Change Server
         * @description Change a virtual server; clients see it with their next request.
         */
        patch: operations["changeMcpVirtualServer"];
        trace?: never;
    };
    "/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Members
         * @description List members in the order they joined.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Add Member
         * @description Make an account and its membership with a role.
         */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Member
         * @description End a membership, its sessions and the API keys it made.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Change Role
         * @description Give a member another role; effective on their next request.
         */
        patch: operations["changeMemberRole"];
        trace?: never;
    };
    "/v1/members/{member_id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Link For Member
         * @description Make a link with which a member sets a new password; it goes by mail, or is in this answer without a server.
         */
        post: operations["offerPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Disable For Member
         * @description Turn off the second factor of a member who has lost it.
         */
        delete: operations["removeMemberSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Of Member
         * @description List a member's signed-in browsers in this tenant.
         */
        get: operations["listMemberSessions"];
        put?: never;
        post?: never;
        /**
         * End All Of Member
         * @description Sign a member out everywhere in this tenant.
         */
        delete: operations["revokeMemberSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Messages
         * @description List published messages, newest first: waiting, handed over, or expired.
         */
        get: operations["listBpmnMessages"];
        put?: never;
        /**
         * Publish
         * @description Publish a message: one instance of each process that waits for it gets it, now or within its time to live.
         */
        post: operations["publishMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/model-offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Offers
         * @description List what was found on this machine: an Ollama, provider keys in the environment, the demo model.
         */
        get: operations["listModelOffers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/model-offers/{key}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Offer
         * @description Make a provider of something found, in one call.
         */
        post: operations["acceptModelOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/model-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Providers
         * @description List the tenant's model providers, oldest first.
         */
        get: operations["listModelProviders"];
        put?: never;
        /**
         * Create Provider
         * @description Store a provider after a real call with its key succeeded; a wrong key is refused and nothing is stored.
         */
        post: operations["createModelProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/model-providers/{provider_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Provider
         * @description Return a provider; of its key only the last four characters and a fingerprint.
         */
        get: operations["getModelProvider"];
        put?: never;
        post?: never;
        /**
         * Delete Provider
         * @description Delete a provider and its credential; refused while a route leads to it.
         */
        delete: operations["deleteModelProvider"];
        options?: never;
        head?: never;
        /**
         * Update Provider
         * @description Change a provider; a new base_url without an api_key clears the key.
         */
        patch: operations["updateModelProvider"];
        trace?: never;
    };
    "/v1/model-providers/{provider_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Provider
         * @description Call the provider again and remember whether it answered and which models it lists.
         */
        post: operations["checkModelProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/model-providers/{provider_id}/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Provider Models
         * @description List the models the provider offers right now.
         */
        get: operations["listProviderModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/model-providers/{provider_id}/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Provider Model
         * @description Show one model of an Ollama server.
         */
        get: operations["showProviderModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/model-providers/{provider_id}/pull": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pull Provider Model
         * @description Fetch a model to Ollama: events ``progress`` (status, completed, total), then ``done`` or ``failed``.
         */
        post: operations["pullProviderModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/model-routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Routes
         * @description List all model routes; default is always there.
         */
        get: operations["listModelRoutes"];
        put?: never;
        /**
         * Create Route
         * @description Store a model route.
         */
        post: operations["createModelRoute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/model-routes/{route}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Route
         * @description Return a model route.
         */
        get: operations["getModelRoute"];
        /**
         * Replace Route
         * @description Replace a model route; default can be written this way at any time.
         */
        put: operations["replaceModelRoute"];
        post?: never;
        /**
         * Delete Route
         * @description Delete a model route; default goes back to the best model there is.
         */
        delete: operations["deleteModelRoute"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Models
         * @description List every usable model with its capabilities and prices, and the one that default leads to.
         */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{ref}/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Capabilities
         * @description Say what this tenant knows better about a model.
         */
        put: operations["setModelCapabilities"];
        post?: never;
        /**
         * Delete Capabilities
         * @description Go back to what is generally known about a model.
         */
        delete: operations["deleteModelCapabilities"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openai/chat/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Chat Completion
         * @description Answer a conversation as an agent, whole or streamed.
         *
         *     The agent's charter decides temperature, tools and limits; what the request says of them is read over. The
         *     conversation is the one in the request: nothing is remembered between calls.
         */
        post: operations["createChatCompletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openai/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Models
         * @description List the agents that can be run, as models.
         */
        get: operations["listOpenAiModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openai/responses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Response
         * @description Answer as an agent in the form of OpenAI's Responses API, whole or streamed.
         *
         *     A text as `input` begins a conversation, or goes on with that of `previous_response_id`.
         */
        post: operations["createResponse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi-tools/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Tools
         * @description Make tools of operations, or new versions of those made before.
         */
        post: operations["importOpenApiTools"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi-tools/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description Show a document's operations, and how they differ from the tools made of it before; changes nothing.
         */
        post: operations["previewOpenApiTools"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi-tools/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Tool
         * @description Call an imported tool once, for real.
         */
        post: operations["tryOpenApiTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Own
         * @description List the caller's passkeys in the order they were made.
         */
        get: operations["listPasskeys"];
        put?: never;
        /**
         * Register
         * @description Keep a new passkey; recovery codes that come with it are in this answer and nowhere else.
         */
        post: operations["registerPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin
         * @description Begin a new passkey of the caller: what the browser's authenticator is to be asked.
         */
        post: operations["beginPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/passkeys/{passkey_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename
         * @description Rename a passkey of the caller.
         */
        patch: operations["renamePasskey"];
        trace?: never;
    };
    "/v1/passkeys/{passkey_id}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove
         * @description Delete a passkey of the caller, who gives their password.
         */
        post: operations["deletePasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Password
         * @description Change the caller's password; every other session of the account ends.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask
         * @description Ask for a reset link by mail. The answer and its time are the same whether the address has an account or not.
         */
        post: operations["askForPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete
         * @description Set a new password with the token of a reset link; every session of the account ends.
         */
        post: operations["completePasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/permission-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Rules
         * @description List permission rules in the order they were made.
         */
        get: operations["listPermissionRules"];
        put?: never;
        /**
         * Create Rule
         * @description Allow or deny a permission to a role, team, user, key or everyone, on one agent or on everything.
         */
        post: operations["createPermissionRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/permission-rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Rule
         * @description Remove a permission rule; effective on the next request.
         */
        delete: operations["deletePermissionRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Permissions
         * @description List all permissions with the built-in roles that have them.
         */
        get: operations["listPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Plans
         * @description List plans, for the operator of the installation.
         */
        get: operations["listPlans"];
        put?: never;
        /**
         * Create Plan
         * @description Make a plan: limits that every tenant with it has and cannot change.
         */
        post: operations["createPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{plan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Plan
         * @description Return a plan.
         */
        get: operations["getPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Plan
         * @description Change a plan, and thereby the limits of all its tenants; what they used stays used.
         */
        patch: operations["changePlan"];
        trace?: never;
    };
    "/v1/plans/{plan_id}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retire Plan
         * @description Give a plan to nobody any more; tenants that have it keep it.
         */
        post: operations["retirePlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Instances
         * @description List instances, newest first.
         */
        get: operations["listProcessInstances"];
        put?: never;
        /**
         * Start
         * @description Start an instance, and wait for its result if asked to. With an Idempotency-Key it is started once.
         */
        post: operations["startProcessInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Many
         * @description Cancel all active instances of a process, or those named.
         */
        post: operations["cancelProcessInstances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/{instance_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Instance
         * @description Return an instance with its active element instances and its variables.
         */
        get: operations["getProcessInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/{instance_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description Cancel an instance and all it has called.
         */
        post: operations["cancelProcessInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/{instance_id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Decisions
         * @description Return what was decided: by decision tables with the rules that matched, by agents with their reasons.
         */
        get: operations["listInstanceDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/{instance_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow
         * @description Stream what happens, from the beginning or after an event, until the instance has ended.
         */
        get: operations["followProcessInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/{instance_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get History
         * @description Return what happened, oldest first; `limit` counts commits.
         */
        get: operations["getProcessInstanceHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/{instance_id}/migrate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Migrate
         * @description Let an instance go on under another definition.
         */
        post: operations["migrateProcessInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/{instance_id}/modify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Modify
         * @description Activate elements and terminate element instances by hand.
         */
        post: operations["modifyProcessInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/{instance_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause
         * @description Pause an instance: no job is handed out, no timer, message or signal moves it.
         */
        post: operations["pauseProcessInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/{instance_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume
         * @description Let a paused instance go on.
         */
        post: operations["resumeProcessInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/process-instances/{instance_id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Variables
         * @description Set variables; those not named stay.
         */
        put: operations["setProcessInstanceVariables"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/role-assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Assignments
         * @description List the roles that users, keys and teams have beyond those of their memberships and keys.
         */
        get: operations["listRoleAssignments"];
        put?: never;
        /**
         * Assign Role
         * @description Give a user, key or team another role; effective on their next request.
         */
        post: operations["assignRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/role-assignments/{assignment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unassign Role
         * @description Take a role away again; effective on their next request.
         */
        delete: operations["unassignRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roles
         * @description List all roles: the built-in ones, then the tenant's own.
         */
        get: operations["listRoles"];
        put?: never;
        /**
         * Create Role
         * @description Make a custom role; nobody puts in what they may not themselves.
         */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Role
         * @description Delete a custom role that nobody has.
         */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /**
         * Change Role
         * @description Change a custom role; effective on the next request of all who have it.
         */
        patch: operations["changeRole"];
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description List runs, newest first.
         */
        get: operations["listRuns"];
        put?: never;
        /**
         * Create Run
         * @description Start a run of an agent.
         *
         *     Answers at once (202), when the run has ended (`wait: true`, 200), or with a stream of the run's events
         *     (`Accept: text/event-stream`). The run goes on when the caller disconnects, and after a restart of the server.
         */
        post: operations["createRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Run
         * @description Return a run.
         */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Run
         * @description Cancel a run; a running one stops as soon as its process hears of it (its state changes then).
         */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Events
         * @description Return a run's events from any point on: of a run that goes on, or of one that ended long ago.
         *
         *     As a stream each event has its `seq` as SSE id: reconnect with `Last-Event-ID` and nothing is lost or doubled.
         */
        get: operations["listRunEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Run
         * @description Ask a run to stop at its next safe point: before its next model or tool call.
         */
        post: operations["pauseRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Run
         * @description Let a paused run go on.
         */
        post: operations["resumeRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inspect Run
         * @description Look into a run: the step it is at, its context, its last request to and response from the model, redacted.
         */
        get: operations["inspectRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Steps
         * @description List a run's steps in order, with their inputs, outputs, tokens and cost.
         */
        get: operations["listRunSteps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read
         * @description Say whether the caller's sign-in asks for a code.
         */
        get: operations["getSecondFactor"];
        put?: never;
        /**
         * Enrol
         * @description Make a secret for the caller's authenticator app; it counts once it is confirmed.
         */
        post: operations["enrolSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm
         * @description Turn the second factor on with a first code; the recovery codes are in this answer and nowhere else.
         */
        post: operations["confirmSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/second-factor/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable
         * @description Turn the caller's second factor off; the recovery codes end with it.
         */
        post: operations["disableSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/service-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Accounts
         * @description List service accounts in the order they were made.
         */
        get: operations["listServiceAccounts"];
        put?: never;
        /**
         * Create Account
         * @description Make a service account with roles; it stays when whoever made it goes.
         */
        post: operations["createServiceAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/service-accounts/{service_account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Account
         * @description Return a service account.
         */
        get: operations["getServiceAccount"];
        put?: never;
        post?: never;
        /**
         * Delete Account
         * @description Delete a service account with its keys, roles and rules.
         */
        delete: operations["deleteServiceAccount"];
        options?: never;
        head?: never;
        /**
         * Change Account
         * @description Rename or describe a service account, or change its roles; effective on its next request.
         */
        patch: operations["changeServiceAccount"];
        trace?: never;
    };
    "/v1/service-accounts/{service_account_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable Account
         * @description Stop all keys of a service account on their next request, and its open streams within a second.
         */
        post: operations["disableServiceAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/service-accounts/{service_account_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable Account
         * @description Let the keys of a disabled service account work again.
         */
        post: operations["enableServiceAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/service-accounts/{service_account_id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Keys
         * @description List the keys of a service account, newest first.
         */
        get: operations["listServiceAccountKeys"];
        put?: never;
        /**
         * Create Key
         * @description Make a key of a service account; its text is in this answer and nowhere else.
         */
        post: operations["createServiceAccountKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/service-accounts/{service_account_id}/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Key
         * @description Revoke a key of a service account; effective on the next request everywhere.
         */
        delete: operations["revokeServiceAccountKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/service-accounts/{service_account_id}/keys/{key_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Key
         * @description Replace a key of a service account by a new one; the old one ends now, or after the overlap.
         */
        post: operations["rotateServiceAccountKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Session
         * @description Return the caller, its tenant and what it may do.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Post Session
         * @description Sign in with email address and password; sets the session cookie.
         */
        post: operations["signIn"];
        /**
         * Delete Session
         * @description Sign out: the session ends everywhere at once.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In
         * @description Sign in with a passkey, which counts as both factors; sets the session cookie.
         */
        post: operations["signInWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask
         * @description Begin to sign in with a passkey: what the browser's authenticator is to be asked.
         */
        post: operations["askForPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer
         * @description Finish signing in with a code of the app or a recovery code; sets the session cookie.
         */
        post: operations["answerSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/second-factor/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer Second
         * @description Finish signing in with a passkey behind the password; sets the session cookie.
         */
        post: operations["answerSecondFactorWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/second-factor/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask For Second
         * @description Finish signing in with a passkey behind the password: what the browser's authenticator is to be asked.
         */
        post: operations["askForSecondPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Own
         * @description List the caller's own signed-in browsers.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End All Own
         * @description Sign out everywhere, here included.
         */
        delete: operations["revokeAllSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Own
         * @description End one of the caller's own sessions; effective on its next request.
         */
        delete: operations["revokeSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Setup
         * @description Say whether the first owner is still to be made.
         */
        get: operations["getSetup"];
        put?: never;
        /**
         * Set Up
         * @description Make the first tenant and its owner with the one-time token from the host, and sign them in.
         */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Offers
         * @description List the ways to sign in to a tenant: named here or by its subdomain, or the only one there is.
         */
        get: operations["listSignOnOffers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on-connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Connections
         * @description List sign-on connections, oldest first.
         */
        get: operations["listSignOnConnections"];
        put?: never;
        /**
         * Create Connection
         * @description Connect a provider, after reading what it says of itself.
         */
        post: operations["createSignOnConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on-connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Connection
         * @description Return a sign-on connection without its secret.
         */
        get: operations["getSignOnConnection"];
        put?: never;
        post?: never;
        /**
         * Delete Connection
         * @description Delete a sign-on connection; whoever came through it is a member no longer.
         */
        delete: operations["deleteSignOnConnection"];
        options?: never;
        head?: never;
        /**
         * Change Connection
         * @description Change a sign-on connection; a new issuer without a new secret clears the secret.
         */
        patch: operations["changeSignOnConnection"];
        trace?: never;
    };
    "/v1/sign-on-connections/{connection_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Connection
         * @description Read the provider's metadata and keys again.
         */
        post: operations["checkSignOnConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on-connections/{connection_id}/scim-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Scim Token
         * @description Make the token of the provider's directory, shown this once; the one before ends now.
         */
        post: operations["createScimToken"];
        /**
         * Delete Scim Token
         * @description End the token of the provider's directory.
         */
        delete: operations["deleteScimToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on/back-channel-logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Back Channel Logout
         * @description End the sessions that a provider's logout token names (OpenID Connect Back-Channel Logout 1.0).
         */
        post: operations["endSessionsFromProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Callback
         * @description Take the provider's answer, open a session and go on in the workbench; a browser learns of a refusal there.
         */
        get: operations["finishSignOn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Out
         * @description Sign out here; the answer says where the browser goes to sign out of the provider as well, if anywhere.
         */
        post: operations["signOutEverywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on/{offer_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Start
         * @description Send the browser to the provider.
         */
        get: operations["startSignOn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/signals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Broadcast
         * @description Send a signal to all that wait for it now.
         */
        post: operations["broadcastSignal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get System
         * @description Return the version and the health of every part.
         */
        get: operations["getSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Teams
         * @description List teams in the order they were made.
         */
        get: operations["listTeams"];
        put?: never;
        /**
         * Create Team
         * @description Make a team.
         */
        post: operations["createTeam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams/{team_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Team
         * @description Return a team and who is in it.
         */
        get: operations["getTeam"];
        put?: never;
        post?: never;
        /**
         * Delete Team
         * @description Delete a team with its roles and rules.
         */
        delete: operations["deleteTeam"];
        options?: never;
        head?: never;
        /**
         * Change Team
         * @description Change a team's name or description.
         */
        patch: operations["changeTeam"];
        trace?: never;
    };
    "/v1/teams/{team_id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add Team Member
         * @description Put a member of the tenant into a team; effective on their next request.
         */
        put: operations["addTeamMember"];
        post?: never;
        /**
         * Remove Team Member
         * @description Take somebody out of a team; effective on their next request.
         */
        delete: operations["removeTeamMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams/{team_id}/service-accounts/{service_account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add Team Account
         * @description Put a service account into a team; effective on its next request.
         */
        put: operations["addTeamServiceAccount"];
        post?: never;
        /**
         * Remove Team Account
         * @description Take a service account out of a team; effective on its next request.
         */
        delete: operations["removeTeamServiceAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Own
         * @description Return the caller's tenant.
         */
        get: operations["getOwnTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Own
         * @description Change the caller's tenant: its name, time zone, looks, how long it keeps runs, and how people sign in.
         */
        patch: operations["changeOwnTenant"];
        trace?: never;
    };
    "/v1/tenant/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Back Up Own
         * @description Back the tenant up while others work: this installation can put it back as it was. For owners.
         */
        post: operations["backUpOwnTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenant/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export Own
         * @description Export the whole tenant as an archive that any installation of this version can import. For owners.
         */
        post: operations["exportOwnTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tenants
         * @description List the installation's tenants, for its operator.
         */
        get: operations["listTenants"];
        put?: never;
        /**
         * Create Tenant
         * @description Make a tenant with its first owner; the API key, when asked for, is in this answer and nowhere else.
         */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Tenant
         * @description Import an exported tenant with new ids: all of it, or nothing.
         */
        post: operations["importTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/restore-backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put Back
         * @description Put a suspended tenant back as its backup says: all of it, or nothing.
         */
        post: operations["putTenantBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Tenant
         * @description Return a tenant, for the operator of the installation.
         */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        /**
         * Delete Tenant
         * @description Suspend a tenant and remove it everywhere once the grace period is over.
         */
        delete: operations["deleteTenant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export Leaving
         * @description Export a tenant that is being deleted, for the operator; any other is exported by its own owners.
         */
        post: operations["exportTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant_id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Tenant Plan
         * @description Give a tenant a plan in the place of the one it has, or none; what it used stays used.
         */
        put: operations["setTenantPlan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Tenant
         * @description Take a deletion back within its grace period; the tenant is suspended then.
         */
        post: operations["restoreTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Tenant
         * @description Let a suspended tenant go on; its parked work does as well.
         */
        post: operations["resumeTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant_id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend Tenant
         * @description Stop a tenant: nobody gets in, and running work stops at its next step. Nothing is lost.
         */
        post: operations["suspendTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tool-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Credentials
         * @description List the credentials of tools, newest first, without their values.
         */
        get: operations["listToolCredentials"];
        put?: never;
        /**
         * Create Credential
         * @description Keep a header with a secret for one host; requests of tools that name it get it where no code sees it.
         */
        post: operations["createToolCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tool-credentials/{credential_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Credential
         * @description Forget a credential; tools that name it are refused until there is one of its name again.
         */
        delete: operations["deleteToolCredential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tool-credentials/{credential_id}/value": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Credential
         * @description Give a credential another value.
         */
        put: operations["changeToolCredential"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tool-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Policies
         * @description List the policies on tool calls in the order in which they are asked; the first that fits decides.
         */
        get: operations["listToolPolicies"];
        put?: never;
        /**
         * Create Policy
         * @description Make a policy: it counts for every call from now on, in runs that go on as well.
         */
        post: operations["createToolPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tool-policies/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Policies
         * @description Say what the policies would do with a call; nothing is called.
         */
        post: operations["tryToolPolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tool-policies/{policy_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Policy
         * @description Return a policy.
         */
        get: operations["getToolPolicy"];
        /**
         * Change Policy
         * @description Replace what a policy says.
         */
        put: operations["changeToolPolicy"];
        post?: never;
        /**
         * Delete Policy
         * @description Delete a policy.
         */
        delete: operations["deleteToolPolicy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tool-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Templates
         * @description List the starting points for tools written in Python, with their code.
         */
        get: operations["listToolTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tool-templates/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Template
         * @description Return one starting point.
         */
        get: operations["getToolTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tools
         * @description List tools, built-in ones among them: by name, or by how well they fit what is looked for.
         */
        get: operations["listTools"];
        put?: never;
        /**
         * Create Tool
         * @description Make a tool written in Python. What does not validate is kept as a draft and can never be called.
         */
        post: operations["createTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dry Run
         * @description Run code once in the sandbox, with an input; code that does not validate is not run, and nothing is kept.
         */
        post: operations["dryRunTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate
         * @description Say what is wrong with code, in which line and what to do about it; changes and runs nothing.
         */
        post: operations["validateTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/{tool}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Tool
         * @description Return a tool as it is called now.
         */
        get: operations["getTool"];
        put?: never;
        post?: never;
        /**
         * Delete Tool
         * @description Delete a tool and its versions; agents that were granted it run without it.
         */
        delete: operations["deleteTool"];
        options?: never;
        head?: never;
        /**
         * Change Tool
         * @description Change a tool's title, risk class, tags or owner.
         */
        patch: operations["changeTool"];
        trace?: never;
    };
    "/v1/tools/{tool}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable Tool
         * @description Let a tool be called by nobody in this tenant, also not by runs that are on their way.
         */
        post: operations["disableTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/{tool}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable Tool
         * @description Let a tool be called in this tenant.
         */
        post: operations["enableTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/{tool}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll Back
         * @description Make an earlier published version current again, in one step.
         */
        post: operations["rollBackTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/{tool}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Usage
         * @description Say how often runs called a tool, and how that went.
         */
        get: operations["getToolUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/{tool}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Users
         * @description List the agents and workflows that use a tool.
         */
        get: operations["listToolUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/{tool}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description List a tool's versions, newest first.
         */
        get: operations["listToolVersions"];
        put?: never;
        /**
         * Create Version
         * @description Add a version to a tool written in Python; equal content adds nothing and returns the latest version.
         */
        post: operations["createToolVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/{tool}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Version
         * @description Return one version with its definition and what was found wrong with it.
         */
        get: operations["getToolVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/{tool}/versions/{number}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish Version
         * @description Publish a draft that validates; the version published before it is retired.
         */
        post: operations["publishToolVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/{tool}/versions/{number}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test Version
         * @description Run the examples that are stored with a version, each in the sandbox.
         */
        post: operations["testToolVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Usage
         * @description Report tokens, runs, model calls and cost, by any dimension. Money is in millionths of a US dollar.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/user-tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tasks
         * @description List tasks for people, newest first.
         */
        get: operations["listUserTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/user-tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Task
         * @description Return a task.
         */
        get: operations["getUserTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Assign a task or change its candidates, dates or priority.
         */
        patch: operations["changeUserTask"];
        trace?: never;
    };
    "/v1/user-tasks/{task_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete
         * @description Complete a task with its result.
         */
        post: operations["completeUserTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/violation-alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Alerts
         * @description List who is told of new violations, and how the last telling went.
         */
        get: operations["listViolationAlerts"];
        put?: never;
        /**
         * Create Alert
         * @description Have somebody told of new violations; a webhook's secret is shown this once.
         */
        post: operations["createViolationAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/violation-alerts/{alert_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Alert
         * @description Tell them no more.
         */
        delete: operations["deleteViolationAlert"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/violations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Violations
         * @description List violations, newest first.
         */
        get: operations["listViolations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/violations/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Mark Seen
         * @description Say up to which violation you have seen them all.
         */
        put: operations["markViolationsSeen"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/violations/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Unread
         * @description Say how many violations you have not seen yet.
         */
        get: operations["getUnreadViolations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/violations/{violation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Violation
         * @description Show a violation with its redacted evidence.
         */
        get: operations["getViolation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Judge Violation
         * @description Say what a violation is: open, confirmed, a false positive, appealed.
         */
        patch: operations["judgeViolation"];
        trace?: never;
    };
    "/v1/violations/{violation_id}/exception": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Except Violation
         * @description Call a violation a false positive and let its text pass for some time.
         */
        post: operations["exceptViolation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/violations/{violation_id}/false-positive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Learn
         * @description Call a violation a false positive, let its text pass for some time, and keep the text as a test case.
         */
        post: operations["learnFromViolation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow-definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Definitions
         * @description List what is deployed, newest first.
         */
        get: operations["listWorkflowDefinitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow-definitions/{definition_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Definition
         * @description Return a definition.
         */
        get: operations["getWorkflowDefinition"];
        put?: never;
        post?: never;
        /**
         * Delete Definition
         * @description Delete a definition that no instance uses or used.
         */
        delete: operations["deleteWorkflowDefinition"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow-definitions/{definition_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get File
         * @description Return the file a definition came in, as it was deployed.
         */
        get: operations["getWorkflowDefinitionFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow-deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deploy
         * @description Deploy files: all of them or, if one has an error or needs what is not there, none.
         */
        post: operations["deployWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow-deployments/layout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lay Out
         * @description Give a BPMN file a diagram, without deploying it; one that it has is replaced.
         */
        post: operations["layoutWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow-deployments/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lint
         * @description Say what is wrong with files, without deploying them.
         */
        post: operations["lintWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccessExplanation
         * @description Whether somebody may do something, and why; denials come first, and one of them is enough.
         */
        AccessExplanation: {
            /** Agent Id */
            agent_id: string | null;
            /** Allowed */
            allowed: boolean;
            /** Permission */
            permission: string;
            principal: components["schemas"]["PrincipalRead"];
            /** Reasons */
            reasons: components["schemas"]["ReasonRead"][];
            /** Roles */
            roles: string[];
        };
        /**
         * Action
         * @description What happens to a text that a rule hits, from mildest to strictest.
         * @enum {string}
         */
        Action: "allow" | "flag" | "redact" | "ask" | "block" | "end";
        /** ActivateInstruction */
        ActivateInstruction: {
            /** Element */
            element: string;
            /** Scope */
            scope?: number | null;
            /**
             * Variables
             * @description Variables by name; any JSON.
             * @default {}
             */
            variables?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * AddressRules
         * @description Which addresses may come at all. A denied one is refused also when it is allowed; an empty list allows all.
         */
        AddressRules: {
            /** Allow */
            allow?: (string)[];
            /** Deny */
            deny?: (string)[];
        };
        /**
         * AgentChange
         * @description What of an agent itself can change.
         */
        AgentChange: {
            /** Name */
            name?: string | null;
        };
        /**
         * AgentDefinition
         * @description What an agent is: its charter. Immutable once published; equal definitions have equal content hashes.
         */
        AgentDefinition: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Hand Offs
             * @description Agents it may hand work to.
             */
            hand_offs?: string[];
            /** Instructions */
            instructions: string;
            limits?: components["schemas"]["AgentLimits"];
            memory?: components["schemas"]["AgentMemory"];
            /**
             * Model
             * @description A model route, or provider/model.
             * @default default
             */
            model?: string;
            /**
             * Output Schema
             * @description JSON Schema that the answer must satisfy.
             */
            output_schema?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            parameters?: components["schemas"]["ModelParameters"];
            /** Tools */
            tools?: components["schemas"]["ToolGrant"][];
        };
        /**
         * AgentInput
         * @description A new agent: from a template with parameters, or from a definition (then a draft unless ``publish``).
         */
        AgentInput: {
            /** Definition */
            definition?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Name */
            name: string;
            /** Parameters */
            parameters?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Publish
             * @default true
             */
            publish?: boolean;
            /** Slug */
            slug?: string | null;
            /** Template */
            template?: string | null;
        };
        /**
         * AgentLimits
         * @description What one run may use at most; a run that would use more fails with a typed error.
         */
        AgentLimits: {
            /**
             * Cost Micros
             * @description Money in millionths of a US dollar.
             * @default 1000000
             */
            cost_micros?: number;
            /**
             * Model Calls
             * @default 20
             */
            model_calls?: number;
            /**
             * Time S
             * @default 300
             */
            time_s?: number;
            /**
             * Tokens
             * @description Input and output tokens together.
             * @default 200000
             */
            tokens?: number;
            /**
             * Tool Calls
             * @default 50
             */
            tool_calls?: number;
        };
        /**
         * AgentMemory
         * @description What the agent is reminded of.
         */
        AgentMemory: {
            /**
             * History Turns
             * @description Turns of the conversation that the model is shown.
             * @default 20
             */
            history_turns?: number;
        };
        /**
         * AgentOfRun
         * @description The agent that ran.
         */
        AgentOfRun: {
            /**
             * Id
             * @example agent_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
        };
        /**
         * AgentRead
         * @description An agent with the definition that runs now (or, before the first publication, the latest draft).
         */
        AgentRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            definition: components["schemas"]["AgentDefinition"];
            /** Description */
            description: string;
            /**
             * Id
             * @example agent_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Latest Version */
            latest_version: number;
            /** Name */
            name: string;
            /** Published Version */
            published_version: number | null;
            /** Slug */
            slug: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * AgentSummary
         * @description An agent in a list.
         */
        AgentSummary: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Description */
            description: string;
            /**
             * Id
             * @example agent_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Latest Version */
            latest_version: number;
            /** Name */
            name: string;
            /** Published Version */
            published_version: number | null;
            /** Slug */
            slug: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * AgentVersionRead
         * @description A version with its definition.
         */
        AgentVersionRead: {
            /** Content Hash */
            content_hash: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            definition: components["schemas"]["AgentDefinition"];
            /**
             * Id
             * @example version_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Number */
            number: number;
            /** Published At */
            published_at: string | null;
            state: components["schemas"]["AgentVersionState"];
        };
        /**
         * AgentVersionState
         * @enum {string}
         */
        AgentVersionState: "draft" | "published" | "retired";
        /**
         * AgentVersionSummary
         * @description A version without its definition.
         */
        AgentVersionSummary: {
            /** Content Hash */
            content_hash: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * @example version_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Number */
            number: number;
            /** Published At */
            published_at: string | null;
            state: components["schemas"]["AgentVersionState"];
        };
        /**
         * ApiKeyCreated
         * @description A new API key with its secret, shown this once.
         */
        ApiKeyCreated: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * @example key_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Key */
            key: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /**
             * Prefix
             * @description How the key begins, to tell keys apart.
             * @example chk_live_8fK2mQx1
             */
            prefix: string;
            /** Revoked At */
            revoked_at: string | null;
            /** Role */
            role: string;
            /**
             * Scope
             * @description All that the key may do, of what its owner may; null: everything.
             */
            scope: string[] | null;
        };
        /**
         * ApiKeyInput
         * @description A new API key.
         */
        ApiKeyInput: {
            /** Expires At */
            expires_at?: string | null;
            /** Name */
            name: string;
            /** @description Default: the least role that holds the scope; without a scope `caller`. */
            role?: components["schemas"]["Role"] | null;
            /** Scope */
            scope?: string[] | null;
        };
        /**
         * ApiKeyRead
         * @description An API key without its secret.
         */
        ApiKeyRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * @example key_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /**
             * Prefix
             * @description How the key begins, to tell keys apart.
             * @example chk_live_8fK2mQx1
             */
            prefix: string;
            /** Revoked At */
            revoked_at: string | null;
            /** Role */
            role: string;
            /**
             * Scope
             * @description All that the key may do, of what its owner may; null: everything.
             */
            scope: string[] | null;
        };
        /**
         * ApiKeyRotation
         * @description How a key is replaced.
         */
        ApiKeyRotation: {
            /**
             * Overlap Hours
             * @description Hours that the old key works on beside the new one.
             * @default 0
             */
            overlap_hours?: number;
        };
        /**
         * AppliedAgent
         * @description What applying one document did (or would do): nothing, when the agent is as the file says already.
         */
        AppliedAgent: {
            /**
             * Action
             * @enum {string}
             */
            action: "created" | "updated" | "unchanged";
            /** @description Null when it would be created. */
            agent: components["schemas"]["AgentSummary"] | null;
            diff: components["schemas"]["DefinitionDiff"];
            /**
             * Renamed From
             * @description The name before, when the file gives another.
             */
            renamed_from: string | null;
            /** Slug */
            slug: string;
            /** Warnings */
            warnings: components["schemas"]["DefinitionProblem"][];
        };
        /**
         * ApplyResult
         * @description What applying a file did, document by document in the file's order.
         */
        ApplyResult: {
            /** Dry Run */
            dry_run: boolean;
            /** Items */
            items: components["schemas"]["AppliedAgent"][];
        };
        /**
         * ApprovalInput
         * @description Which tools to approve: those named, or all that wait and look harmless.
         */
        ApprovalInput: {
            /**
             * Accept Flagged
             * @description Approve also what looks like hidden instructions.
             * @default false
             */
            accept_flagged?: boolean;
            /** Tools */
            tools?: components["schemas"]["ApprovedTool"][] | null;
        };
        /**
         * ApprovalRead
         * @description What an approval did.
         */
        ApprovalRead: {
            /**
             * Approved
             * @description Names under which agents can be granted the tools now.
             */
            approved: string[];
            /** Left */
            left: components["schemas"]["LeftOut"][];
        };
        /**
         * ApprovalState
         * @enum {string}
         */
        ApprovalState: "pending" | "approved" | "rejected" | "expired" | "withdrawn";
        /**
         * ApprovedTool
         * @description A tool to approve; with its hash only if it still says what was read.
         */
        ApprovedTool: {
            /** Hash */
            hash?: string | null;
            /** Name */
            name: string;
        };
        /**
         * AskedForm
         * @description What a tool asks a person: fields to fill in, or an address to visit. Never type a secret into it.
         */
        AskedForm: {
            /**
             * Fields
             * @description JSON schema of a flat object; empty when an address is to be visited.
             */
            fields: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Message
             * @description The tool's own words, which nobody has checked.
             */
            message: string;
            /**
             * Source
             * @description Who asks: the MCP server, as the tenant calls it.
             */
            source: string;
            /**
             * Url
             * @description Shown as a link and never fetched; approving says that it was visited.
             */
            url: string | null;
        };
        /**
         * AssignmentInput
         * @description A role for a user, key, service account or team.
         */
        AssignmentInput: {
            /** Role */
            role: string;
            /**
             * Subject
             * @description The id of a user, key, service account or team.
             */
            subject: string;
        };
        /**
         * AssignmentRead
         * @description A role that a user, key or team has beyond that of its membership or key.
         */
        AssignmentRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * @example assignment_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Role */
            role: string;
            /** Subject */
            subject: string;
        };
        /**
         * AuditActor
         * @description Who did it; the label is null when it was erased.
         */
        AuditActor: {
            /** Id */
            id: string | null;
            /** Kind */
            kind: string;
            /** Label */
            label: string | null;
        };
        /**
         * AuditCheckpointRead
         * @description A signed size and root of the log; ``note`` is the signed text (C2SP tlog-checkpoint).
         */
        AuditCheckpointRead: {
            /** Note */
            note: string;
            /** Origin */
            origin: string;
            /** Root */
            root: string;
            /**
             * Signed At
             * Format: date-time
             */
            signed_at: string;
            /** Size */
            size: number;
        };
        /**
         * AuditEntryRead
         * @description One immutable fact.
         */
        AuditEntryRead: {
            /** Action */
            action: string;
            actor: components["schemas"]["AuditActor"];
            /** Address */
            address: string | null;
            /** After */
            after: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Before */
            before: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Erased */
            erased: string[];
            /**
             * Id
             * @example entry_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Leaf Hash */
            leaf_hash: string;
            /** Request Id */
            request_id: string | null;
            resource: components["schemas"]["AuditResource"];
            /** Seq */
            seq: number;
            /** Trace Id */
            trace_id: string | null;
        };
        /**
         * AuditErasureInput
         * @description Whose personal values are to be erased: everything of and about the user, and every value with the address.
         */
        AuditErasureInput: {
            /** Email */
            email?: string | null;
            /** Reason */
            reason: string;
            /** User Id */
            user_id?: string | null;
        };
        /**
         * AuditErasureRead
         * @description An erasure; it is done within seconds of being asked for, unless a legal hold is set meanwhile.
         */
        AuditErasureRead: {
            /** Done At */
            done_at: string | null;
            /**
             * Id
             * @example erasure_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Reason */
            reason: string;
            /**
             * Requested At
             * Format: date-time
             */
            requested_at: string;
            /** Values Erased */
            values_erased: number | null;
        };
        /**
         * AuditKeyChangeRead
         * @description A log of more than ``size`` entries is signed by another key than before; both keys signed the statement.
         */
        AuditKeyChangeRead: {
            /** By New */
            by_new: string;
            /** By Old */
            by_old: string;
            /** Size */
            size: number;
            /** Statement */
            statement: string;
        };
        /**
         * AuditKeysRead
         * @description Verifier keys (C2SP signed-note): of the tenant's log, and of the installation's, which holds its roots.
         *
         *     They sign what is new; ``changes`` say which keys were in force before, of both logs.
         */
        AuditKeysRead: {
            /** Changes */
            changes: components["schemas"]["AuditKeyChangeRead"][];
            /** Installation */
            installation: string;
            /** Log */
            log: string;
        };
        /**
         * AuditResource
         * @description What it was done to.
         */
        AuditResource: {
            /** Id */
            id: string | null;
            /** Kind */
            kind: string;
        };
        /**
         * AuditSettingsInput
         * @description Whole months that entries are kept (null: for ever), and whether a legal hold forbids taking anything out.
         */
        AuditSettingsInput: {
            /** Hold Reason */
            hold_reason?: string | null;
            /** Legal Hold */
            legal_hold: boolean;
            /** Retention Months */
            retention_months: number | null;
        };
        /**
         * AuditSettingsRead
         * @description How long entries are kept.
         */
        AuditSettingsRead: {
            /** Hold Reason */
            hold_reason: string | null;
            /** Legal Hold */
            legal_hold: boolean;
            /** Retention Months */
            retention_months: number | null;
        };
        /**
         * AuthorizationBegun
         * @description Where the caller lets Charter use a server in their name.
         */
        AuthorizationBegun: {
            /** Url */
            url: string;
        };
        /**
         * AuthorizationDone
         * @description The server at which the caller's account is connected now.
         */
        AuthorizationDone: {
            /** Server */
            server: string;
        };
        /**
         * BanInput
         * @description An address that is not to be listened to for a while.
         */
        BanInput: {
            /** Address */
            address: string;
            /**
             * Minutes
             * @default 60
             */
            minutes?: number;
            /**
             * Reason
             * @default banned by hand
             */
            reason?: string;
        };
        /**
         * BanList
         * @description The bans in force, newest first; the newest 1,000 when there are more.
         */
        BanList: {
            /** Items */
            items: components["schemas"]["BanRead"][];
        };
        /**
         * BanRead
         * @description A ban that is in force.
         */
        BanRead: {
            /**
             * By Rule
             * @description Made by the policy's rule, not by a person.
             */
            by_rule: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * @example ban_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Reason */
            reason: string;
            /**
             * Subject
             * @description An address, or a /64 of IPv6.
             */
            subject: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * BanRules
         * @description Who is refused too often is not listened to for a while; each further ban of a day is twice as long.
         */
        BanRules: {
            /**
             * Ban Seconds
             * @default 300
             */
            ban_seconds?: number;
            /**
             * Longest Ban Seconds
             * @default 86400
             */
            longest_ban_seconds?: number;
            /**
             * Refusals
             * @description Within `seconds`; 0: nobody is banned by rule.
             * @default 200
             */
            refusals?: number;
            /**
             * Seconds
             * @default 60
             */
            seconds?: number;
        };
        /**
         * BodyRule
         * @description Other bodies below one path: the first rule whose path begins the request's counts.
         */
        BodyRule: {
            /** Content Types */
            content_types: string[];
            /** Max Bytes */
            max_bytes?: number | null;
            /** Path */
            path: string;
        };
        /**
         * BotRules
         * @description A look at User-Agent. Weak: whoever wants to, writes what they like there; it stops the careless only.
         */
        BotRules: {
            /**
             * Deny
             * @description Parts of User-Agent, in any case.
             */
            deny?: string[];
            /**
             * Require User Agent
             * @default false
             */
            require_user_agent?: boolean;
        };
        /**
         * Branding
         * @description How a tenant looks: its name as shown, a logo of its own (PNG, inside the text) and its colours.
         */
        Branding: {
            /** Accent Colour */
            accent_colour?: string | null;
            /** Display Name */
            display_name?: string | null;
            /** Logo */
            logo?: string | null;
            /** Primary Colour */
            primary_colour?: string | null;
        };
        /**
         * BudgetChange
         * @description What is to change of a budget; what is left out stays.
         */
        BudgetChange: {
            /** Limit */
            limit?: number | null;
            /** Name */
            name?: string | null;
            /** Warn Percent */
            warn_percent?: number | null;
        };
        /**
         * BudgetInput
         * @description A new budget: a hard limit. Money is in millionths of a US dollar.
         */
        BudgetInput: {
            /** Limit */
            limit: number;
            metric: components["schemas"]["Metric"];
            /** Name */
            name: string;
            /** @description Calendar days and months are those of the tenant's time zone. */
            period: components["schemas"]["Period"];
            /**
             * Scope
             * @description `tenant`, or the id of an agent, team, user or key.
             * @default tenant
             * @example tenant
             */
            scope?: string;
            /**
             * Warn Percent
             * @description Notify when so much of it is used.
             * @default 80
             */
            warn_percent?: number | null;
        };
        /**
         * BudgetRead
         * @description A budget and how it stands in its present period.
         */
        BudgetRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * From Plan
             * @description Set by the operator of the installation; a tenant cannot change it.
             */
            from_plan: boolean;
            /**
             * Id
             * @example budget_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Limit */
            limit: number;
            metric: components["schemas"]["Metric"];
            /** Name */
            name: string;
            period: components["schemas"]["Period"];
            /** Remaining */
            remaining: number;
            /**
             * Reserved
             * @description Held for work in flight.
             */
            reserved: number;
            /** Reset */
            reset: string | null;
            /** Scope */
            scope: string;
            /**
             * State
             * @enum {string}
             */
            state: "ok" | "warned" | "exhausted";
            /** Used */
            used: number;
            /** Warn Percent */
            warn_percent: number | null;
        };
        /** BulkCancelInput */
        BulkCancelInput: {
            /** Instances */
            instances?: string[] | null;
            /** Process */
            process?: string | null;
        };
        /** BulkResult */
        BulkResult: {
            /** Accepted */
            accepted: number;
        };
        /**
         * CallApprovalRead
         * @description A call that waits for a person, or what the person said.
         */
        CallApprovalRead: {
            /** Agent */
            agent: string | null;
            /**
             * Answer
             * @description What was filled into the form.
             */
            answer: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Arguments
             * @description Of the call; of what a run was given, redacted evidence by detector. Empty for a text that waits.
             */
            arguments: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Asked By
             * @example principal_01h455vb4pex5vsknk084sn02q
             */
            asked_by: string;
            /** Assigned To */
            assigned_to: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Decided At */
            decided_at: string | null;
            /** Decided By */
            decided_by: string | null;
            /** Decision Reason */
            decision_reason: string | null;
            /** Edited */
            edited: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** @description What the tool itself asks, in the middle of the call. */
            form: components["schemas"]["AskedForm"] | null;
            /** Four Eyes */
            four_eyes: boolean;
            /**
             * Id
             * @example approval_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /**
             * Origin
             * @enum {string}
             */
            origin: "run" | "workflow";
            /**
             * Origin Id
             * @description The run or the process instance.
             */
            origin_id: string;
            purpose: components["schemas"]["Purpose"];
            /** Reason */
            reason: string;
            state: components["schemas"]["ApprovalState"];
            /** Tainted */
            tainted: string[];
            /**
             * Tool
             * @description Empty when the question is about what a run was given, or what its model answered.
             */
            tool: string;
        };
        /**
         * CapabilitiesInput
         * @description What this tenant knows better; fields left out stay as they are known.
         */
        CapabilitiesInput: {
            /** Cached Input Price */
            cached_input_price?: number | null;
            /** Context Window */
            context_window?: number | null;
            /** Input Price */
            input_price?: number | null;
            /** Json Schema */
            json_schema?: boolean | null;
            /** Max Output Tokens */
            max_output_tokens?: number | null;
            /** Output Price */
            output_price?: number | null;
            /** Sampling */
            sampling?: boolean | null;
            /** Tools */
            tools?: boolean | null;
            /** Vision */
            vision?: boolean | null;
        };
        /**
         * CapabilitiesRead
         * @description What a model can do; prices in micro-USD per million tokens, null when not known.
         */
        CapabilitiesRead: {
            /** Cached Input Price */
            cached_input_price: number | null;
            /** Context Window */
            context_window: number;
            /** Input Price */
            input_price: number | null;
            /** Json Schema */
            json_schema: boolean;
            /** Max Output Tokens */
            max_output_tokens: number | null;
            /** Output Price */
            output_price: number | null;
            /** Sampling */
            sampling: boolean;
            /** Tools */
            tools: boolean;
            /** Vision */
            vision: boolean;
        };
        /**
         * ChatCompletionInput
         * @description A chat completion by an agent: ``model`` is the agent's slug or id.
         * @example {
         *       "messages": [
         *         {
         *           "content": "Hello",
         *           "role": "user"
         *         }
         *       ],
         *       "model": "helpdesk"
         *     }
         */
        ChatCompletionInput: {
            /** Messages */
            messages: components["schemas"]["ChatMessage"][];
            /**
             * Model
             * @description The agent's slug or id.
             */
            model: string;
            /** N */
            n?: 1 | null;
            /**
             * Stream
             * @default false
             */
            stream?: boolean;
            stream_options?: components["schemas"]["StreamOptions"] | null;
            /**
             * Tools
             * @description An agent brings its own tools: leave this out.
             */
            tools?: unknown[] | null;
        };
        /**
         * ChatMessage
         * @description A message of the conversation so far.
         */
        ChatMessage: {
            /** Content */
            content: string | components["schemas"]["TextPart"][];
            /**
             * Role
             * @enum {string}
             */
            role: "system" | "developer" | "user" | "assistant";
        };
        /**
         * CloneInput
         * @description The copy's name.
         */
        CloneInput: {
            /** Name */
            name: string;
            /** Slug */
            slug?: string | null;
        };
        /** CompleteInput */
        CompleteInput: {
            /**
             * Lease
             * @description The number the job came with; an answer with an old one is refused.
             */
            lease?: number | null;
            /**
             * Result
             * @description Of listeners, decisions and ad-hoc sub-processes: what they answer.
             */
            result?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Variables
             * @description Variables by name; any JSON.
             * @default {}
             */
            variables?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /** ConditionMet */
        ConditionMet: {
            /**
             * Element
             * @description The start event whose condition held.
             */
            element: string;
            /**
             * Instance Id
             * @example instance_01h455vb4pex5vsknk084sn02q
             */
            instance_id: string;
            /** Process */
            process: string;
        };
        /** ConditionsInput */
        ConditionsInput: {
            /**
             * Process
             * @description Only this process; default: all.
             */
            process?: string | null;
            /**
             * Variables
             * @description Variables by name; any JSON.
             * @default {}
             */
            variables?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /** ConditionsRead */
        ConditionsRead: {
            /** Started */
            started: components["schemas"]["ConditionMet"][];
        };
        /**
         * ConsistencyProofRead
         * @description Evidence that the log only grew between two sizes (RFC 9162 §2.1.4).
         */
        ConsistencyProofRead: {
            /** First */
            first: number;
            /** Proof */
            proof: string[];
            /** Second */
            second: number;
        };
        /**
         * ConversationRead
         * @description A conversation with one agent.
         */
        ConversationRead: {
            /**
             * Agent Id
             * @example agent_01h455vb4pex5vsknk084sn02q
             */
            agent_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * @example conversation_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Title */
            title: string;
        };
        /**
         * CorsRules
         * @description Which web pages of other origins may read answers. None, unless named exactly.
         */
        CorsRules: {
            /**
             * Credentials
             * @description Cookies too. Off: pages elsewhere use API keys.
             * @default false
             */
            credentials?: boolean;
            /** Exposed Headers */
            exposed_headers?: string[];
            /** Headers */
            headers?: string[];
            /**
             * Max Age Seconds
             * @default 600
             */
            max_age_seconds?: number;
            /** Methods */
            methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
            /** Origins */
            origins?: string[];
        };
        /**
         * CountryRules
         * @description Countries by the operator's own GeoIP file (`CHARTER_GEOIP_FILE`). Addresses of no country: `unknown`.
         */
        CountryRules: {
            /** Allow */
            allow?: string[];
            /** Deny */
            deny?: string[];
            /**
             * Unknown
             * @default allow
             * @enum {string}
             */
            unknown?: "allow" | "deny";
        };
        /**
         * DecisionInput
         * @description A person's answer.
         */
        DecisionInput: {
            /**
             * Answer
             * @description What is filled into the form that the tool asks with.
             */
            answer?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Arguments
             * @description Call with these instead; only when approving.
             */
            arguments?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Decision
             * @enum {string}
             */
            decision: "approve" | "reject";
            /**
             * Reason
             * @description Told to the model when rejecting.
             * @default
             */
            reason?: string;
            /**
             * Text
             * @description Goes on instead of the text that waits: what a tool returned, or what the model answered.
             */
            text?: string | null;
        };
        /** DecisionRead */
        DecisionRead: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Decision */
            decision: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Key */
            key: number;
            /** Node */
            node: string;
            /** Record */
            record: {
                [key: string]: unknown;
            };
        };
        /**
         * DefinitionCheck
         * @description Whether a definition can be published as it is.
         */
        DefinitionCheck: {
            /** Problems */
            problems: components["schemas"]["DefinitionProblem"][];
            /** Valid */
            valid: boolean;
        };
        /**
         * DefinitionDiff
         * @description What changed between two versions; ``from_version`` is null when there was none before.
         */
        DefinitionDiff: {
            /** Changes */
            changes: components["schemas"]["DiffEntry"][];
            /** Equal */
            equal: boolean;
            /** From Version */
            from_version: number | null;
            /** To Version */
            to_version: number | null;
        };
        /**
         * DefinitionInput
         * @description A definition as it is being typed: anything, checked by the server.
         */
        DefinitionInput: {
            /** Definition */
            definition: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * DefinitionProblem
         * @description One thing wrong with a definition; errors prevent publishing, warnings do not.
         */
        DefinitionProblem: {
            /** Message */
            message: string;
            /**
             * Path
             * @description JSON Pointer into the definition.
             */
            path: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "error" | "warning";
            /** Suggestion */
            suggestion: string | null;
        };
        /** DefinitionRead */
        DefinitionRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Deployment Id
             * @example deployment_01h455vb4pex5vsknk084sn02q
             */
            deployment_id: string;
            /**
             * Id
             * @example definition_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Key */
            key: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "process" | "decision" | "form";
            /** Name */
            name: string | null;
            /** Version */
            version: number;
            /** Version Tag */
            version_tag: string | null;
        };
        /**
         * DelegationInput
         * @description Who is to decide instead.
         */
        DelegationInput: {
            /**
             * To
             * @example user_01h455vb4pex5vsknk084sn02q
             */
            to: string;
        };
        /** DeploymentInput */
        DeploymentInput: {
            /** Files */
            files: components["schemas"]["FileInput"][];
        };
        /** DeploymentOptions */
        DeploymentOptions: {
            /**
             * Allow Missing
             * @description Called processes, decisions and forms may come later: that they are missing only warns.
             * @default false
             */
            allow_missing?: boolean;
            /** Files */
            files: components["schemas"]["FileInput"][];
        };
        /** DeploymentRead */
        DeploymentRead: {
            /** Definitions */
            definitions: components["schemas"]["DefinitionRead"][];
            /**
             * Id
             * @example deployment_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /**
             * Warnings
             * @description What looks wrong but does not prevent deployment.
             */
            warnings: components["schemas"]["FileFindings"][];
        };
        /**
         * Deprecation
         * @description Routes that will go: told to callers by Deprecation (RFC 9745), Sunset (RFC 8594) and Link headers.
         */
        "Deprecation-Input": {
            /**
             * Deprecated At
             * Format: date-time
             */
            deprecated_at: string;
            /**
             * Link
             * @description Page that explains.
             */
            link?: string | null;
            /**
             * Methods
             * @description Empty for all.
             */
            methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
            /** Path */
            path: string;
            /** Sunset At */
            sunset_at?: string | null;
        };
        /**
         * Deprecation
         * @description Routes that will go: told to callers by Deprecation (RFC 9745), Sunset (RFC 8594) and Link headers.
         */
        "Deprecation-Output": {
            /**
             * Deprecated At
             * Format: date-time
             */
            deprecated_at: string;
            /**
             * Link
             * @description Page that explains.
             */
            link?: string | null;
            /**
             * Methods
             * @description Empty for all.
             */
            methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
            /** Path */
            path: string;
            /** Sunset At */
            sunset_at?: string | null;
        };
        /**
         * DiffEntry
         * @description One difference between two definitions, in words a person understands.
         */
        DiffEntry: {
            after: components["schemas"]["JsonValue"];
            before: components["schemas"]["JsonValue"];
            /**
             * Kind
             * @enum {string}
             */
            kind: "added" | "removed" | "changed";
            /**
             * Path
             * @description JSON Pointer into the definition; tools and hand-offs by their name.
             */
            path: string;
            /**
             * Summary
             * @example May now call fetch.
             * @example Temperature raised from 0.2 to 0.7.
             */
            summary: string;
        };
        /**
         * Difference
         * @description How an operation stands to the tool that was made of it before.
         * @enum {string}
         */
        Difference: "new" | "same" | "changed" | "gone" | "unusable";
        /**
         * DryRun
         * @description What came of running code once; nothing is kept of it.
         */
        DryRun: {
            /**
             * Error
             * @description Why there is no result, as a problem document.
             */
            error: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Ok */
            ok: boolean;
            /**
             * Output
             * @description What it printed.
             */
            output: string;
            result: components["schemas"]["JsonValue"];
            /**
             * Stopped
             * @description The limit that stopped it.
             */
            stopped: ("wall" | "cpu" | "memory" | "output" | "disk" | "crashed") | null;
            /** @description Null when it did not run. */
            used: components["schemas"]["ToolUse"] | null;
        };
        /**
         * DryRunInput
         * @description Code to run once, with an input.
         */
        DryRunInput: {
            definition: components["schemas"]["PythonDefinition"];
            /** Input */
            input?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * EdgePolicy
         * @description The installation's edge policy.
         */
        "EdgePolicy-Input": {
            /**
             * @default {
             *       "ban_seconds": 300,
             *       "longest_ban_seconds": 86400,
             *       "refusals": 200,
             *       "seconds": 60
             *     }
             */
            bans?: components["schemas"]["BanRules"];
            /**
             * @default {
             *       "deny": [],
             *       "require_user_agent": false
             *     }
             */
            bots?: components["schemas"]["BotRules"];
            /**
             * @default {
             *       "credentials": false,
             *       "exposed_headers": [
             *         "x-request-id",
             *         "retry-after",
             *         "ratelimit",
             *         "ratelimit-policy",
             *         "deprecation",
             *         "sunset"
             *       ],
             *       "headers": [
             *         "authorization",
             *         "content-type",
             *         "idempotency-key",
             *         "last-event-id",
             *         "x-csrf-token"
             *       ],
             *       "max_age_seconds": 600,
             *       "methods": [
             *         "GET",
             *         "HEAD",
             *         "POST",
             *         "PUT",
             *         "PATCH",
             *         "DELETE"
             *       ],
             *       "origins": []
             *     }
             */
            cors?: components["schemas"]["CorsRules"];
            /**
             * Costs
             * @description What one request counts; 1 unless said.
             */
            costs?: {
                [key: string]: number;
            };
            /**
             * @default {
             *       "allow": [],
             *       "deny": [],
             *       "unknown": "allow"
             *     }
             */
            countries?: components["schemas"]["CountryRules"];
            /** Deprecations */
            deprecations?: components["schemas"]["Deprecation-Input"][];
            /**
             * @default {
             *       "content_security_policy": "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
             *       "hsts_max_age_seconds": 31536000,
             *       "more": {
             *         "cross-origin-opener-policy": "same-origin",
             *         "cross-origin-resource-policy": "same-origin",
             *         "permissions-policy": "camera=(), microphone=(), geolocation=()",
             *         "referrer-policy": "no-referrer",
             *         "x-content-type-options": "nosniff"
             *       }
             *     }
             */
            headers?: components["schemas"]["ResponseHeaders"];
            /**
             * @default {
             *       "allow": [],
             *       "connections_per_client": 2000,
             *       "deny": [],
             *       "trusted_proxies": []
             *     }
             */
            network?: components["schemas"]["NetworkRules"];
            /** Rate Limits */
            rate_limits?: components["schemas"]["RateLimit"][];
            /**
             * @default {
             *       "body_seconds": 60,
             *       "content_types": [
             *         "application/json",
             *         "application/yaml",
             *         "application/x-yaml",
             *         "text/yaml",
             *         "application/scim+json"
             *       ],
             *       "header_seconds": 15,
             *       "idle_seconds": 15,
             *       "max_header_bytes": 32000,
             *       "max_headers": 100,
             *       "max_path_characters": 1000,
             *       "max_url_bytes": 8000,
             *       "methods": [
             *         "GET",
             *         "HEAD",
             *         "POST",
             *         "PUT",
             *         "PATCH",
             *         "DELETE",
             *         "OPTIONS"
             *       ],
             *       "other_bodies": [
             *         {
             *           "content_types": [
             *             "application/x-www-form-urlencoded"
             *           ],
             *           "max_bytes": 100000,
             *           "path": "/v1/sign-on/back-channel-logout"
             *         },
             *         {
             *           "content_types": [
             *             "application/zip"
             *           ],
             *           "max_bytes": 1000000000,
             *           "path": "/v1/tenants/import"
             *         },
             *         {
             *           "content_types": [
             *             "application/zip"
             *           ],
             *           "max_bytes": 1000000000,
             *           "path": "/v1/tenants/restore-backup"
             *         },
             *         {
             *           "content_types": [
             *             "application/zip"
             *           ],
             *           "max_bytes": 67108864,
             *           "path": "/v1/guardrail-models/install"
             *         }
             *       ],
             *       "strip_headers": [
             *         "x-tenant-id",
             *         "x-user-*",
             *         "x-charter-user",
             *         "x-charter-principal",
             *         "x-charter-role",
             *         "x-charter-permissions"
             *       ]
             *     }
             */
            requests?: components["schemas"]["RequestLimits"];
            /**
             * @default {
             *       "minimum": "1.2"
             *     }
             */
            tls?: components["schemas"]["TlsRules"];
            /**
             * Unlimited
             * @description No limits per address and no bans: the machine itself, or a proxy on it that is not in trusted_proxies and would be limited for everybody.
             */
            unlimited?: (string)[];
            /**
             * Version
             * @description Of this document's form.
             * @default 1
             * @constant
             */
            version?: 1;
        };
        /**
         * EdgePolicy
         * @description The installation's edge policy.
         */
        "EdgePolicy-Output": {
            /**
             * @default {
             *       "ban_seconds": 300,
             *       "longest_ban_seconds": 86400,
             *       "refusals": 200,
             *       "seconds": 60
             *     }
             */
            bans?: components["schemas"]["BanRules"];
            /**
             * @default {
             *       "deny": [],
             *       "require_user_agent": false
             *     }
             */
            bots?: components["schemas"]["BotRules"];
            /**
             * @default {
             *       "credentials": false,
             *       "exposed_headers": [
             *         "x-request-id",
             *         "retry-after",
             *         "ratelimit",
             *         "ratelimit-policy",
             *         "deprecation",
             *         "sunset"
             *       ],
             *       "headers": [
             *         "authorization",
             *         "content-type",
             *         "idempotency-key",
             *         "last-event-id",
             *         "x-csrf-token"
             *       ],
             *       "max_age_seconds": 600,
             *       "methods": [
             *         "GET",
             *         "HEAD",
             *         "POST",
             *         "PUT",
             *         "PATCH",
             *         "DELETE"
             *       ],
             *       "origins": []
             *     }
             */
            cors?: components["schemas"]["CorsRules"];
            /**
             * Costs
             * @description What one request counts; 1 unless said.
             */
            costs?: {
                [key: string]: number;
            };
            /**
             * @default {
             *       "allow": [],
             *       "deny": [],
             *       "unknown": "allow"
             *     }
             */
            countries?: components["schemas"]["CountryRules"];
            /** Deprecations */
            deprecations?: components["schemas"]["Deprecation-Output"][];
            /**
             * @default {
             *       "content_security_policy": "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
             *       "hsts_max_age_seconds": 31536000,
             *       "more": {
             *         "cross-origin-opener-policy": "same-origin",
             *         "cross-origin-resource-policy": "same-origin",
             *         "permissions-policy": "camera=(), microphone=(), geolocation=()",
             *         "referrer-policy": "no-referrer",
             *         "x-content-type-options": "nosniff"
             *       }
             *     }
             */
            headers?: components["schemas"]["ResponseHeaders"];
            /**
             * @default {
             *       "allow": [],
             *       "connections_per_client": 2000,
             *       "deny": [],
             *       "trusted_proxies": []
             *     }
             */
            network?: components["schemas"]["NetworkRules"];
            /** Rate Limits */
            rate_limits?: components["schemas"]["RateLimit"][];
            /**
             * @default {
             *       "body_seconds": 60,
             *       "content_types": [
             *         "application/json",
             *         "application/yaml",
             *         "application/x-yaml",
             *         "text/yaml",
             *         "application/scim+json"
             *       ],
             *       "header_seconds": 15,
             *       "idle_seconds": 15,
             *       "max_header_bytes": 32000,
             *       "max_headers": 100,
             *       "max_path_characters": 1000,
             *       "max_url_bytes": 8000,
             *       "methods": [
             *         "GET",
             *         "HEAD",
             *         "POST",
             *         "PUT",
             *         "PATCH",
             *         "DELETE",
             *         "OPTIONS"
             *       ],
             *       "other_bodies": [
             *         {
             *           "content_types": [
             *             "application/x-www-form-urlencoded"
             *           ],
             *           "max_bytes": 100000,
             *           "path": "/v1/sign-on/back-channel-logout"
             *         },
             *         {
             *           "content_types": [
             *             "application/zip"
             *           ],
             *           "max_bytes": 1000000000,
             *           "path": "/v1/tenants/import"
             *         },
             *         {
             *           "content_types": [
             *             "application/zip"
             *           ],
             *           "max_bytes": 1000000000,
             *           "path": "/v1/tenants/restore-backup"
             *         },
             *         {
             *           "content_types": [
             *             "application/zip"
             *           ],
             *           "max_bytes": 67108864,
             *           "path": "/v1/guardrail-models/install"
             *         }
             *       ],
             *       "strip_headers": [
             *         "x-tenant-id",
             *         "x-user-*",
             *         "x-charter-user",
             *         "x-charter-principal",
             *         "x-charter-role",
             *         "x-charter-permissions"
             *       ]
             *     }
             */
            requests?: components["schemas"]["RequestLimits"];
            /**
             * @default {
             *       "minimum": "1.2"
             *     }
             */
            tls?: components["schemas"]["TlsRules"];
            /**
             * Unlimited
             * @description No limits per address and no bans: the machine itself, or a proxy on it that is not in trusted_proxies and would be limited for everybody.
             */
            unlimited?: (string)[];
            /**
             * Version
             * @description Of this document's form.
             * @default 1
             * @constant
             */
            version?: 1;
        };
        /** ElementInstanceRead */
        ElementInstanceRead: {
            /** Element */
            element: string;
            /** Incident */
            incident: boolean;
            /**
             * Key
             * @description Key of an element instance, counted from 1 inside its process instance.
             */
            key: number;
            /** Phase */
            phase: string;
            /** Scope */
            scope: number;
            /** Variables */
            variables: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /** ErrorInput */
        ErrorInput: {
            /** Code */
            code: string;
            /**
             * Lease
             * @description The number the job came with; an answer with an old one is refused.
             */
            lease?: number | null;
            /**
             * Message
             * @default
             */
            message?: string;
            /**
             * Variables
             * @description Variables by name; any JSON.
             * @default {}
             */
            variables?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * EventList
         * @description Events after a ``seq``, in order; ``next_after`` continues.
         */
        EventList: {
            /** Items */
            items: components["schemas"]["EventRead"][];
            /** Next After */
            next_after: number;
        };
        /**
         * EventRead
         * @description One event of a run's stream.
         */
        EventRead: {
            /** Data */
            data: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Seq */
            seq: number;
            /** Type */
            type: string;
        };
        /**
         * ExampleOutcome
         * @description How one example went.
         */
        ExampleOutcome: {
            /** Detail */
            detail: string;
            /** Name */
            name: string;
            /** Passed */
            passed: boolean;
            run: components["schemas"]["DryRun"];
        };
        /**
         * ExampleReport
         * @description How a tool's examples went.
         */
        ExampleReport: {
            /** Outcomes */
            outcomes: components["schemas"]["ExampleOutcome"][];
            /** Passed */
            passed: boolean;
        };
        /**
         * ExportFormat
         * @description Forms of an export; only a bundle can be verified by itself.
         * @enum {string}
         */
        ExportFormat: "bundle" | "jsonl" | "csv" | "cef";
        /** ExtendInput */
        ExtendInput: {
            /**
             * Lease
             * @description The number the job came with; an answer with an old one is refused.
             */
            lease?: number | null;
            /** Timeout S */
            timeout_s: number;
        };
        /** FailInput */
        FailInput: {
            /**
             * Back Off S
             * @default 0
             */
            back_off_s?: number;
            /**
             * Lease
             * @description The number the job came with; an answer with an old one is refused.
             */
            lease?: number | null;
            /**
             * Message
             * @default
             */
            message?: string;
            /**
             * Retries
             * @description How often it may still be tried; 0 makes an incident.
             */
            retries: number;
            /**
             * Variables
             * @description Variables by name; any JSON.
             * @default {}
             */
            variables?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * FalsePositiveInput
         * @description Call a violation a false positive, let its text pass for some time, and keep it as a test case.
         */
        FalsePositiveInput: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Reason */
            reason: string;
            /**
             * Text
             * @description The text, where its run did not keep it; it must be the one that was hit.
             */
            text?: string | null;
        };
        /**
         * FalsePositiveRead
         * @description What was made of a false positive.
         */
        FalsePositiveRead: {
            case: components["schemas"]["GuardrailCaseRead"];
            exception: components["schemas"]["GuardrailExceptionRead"];
        };
        /** FileFindings */
        FileFindings: {
            /** Findings */
            findings: components["schemas"]["FindingRead"][];
            /** Name */
            name: string;
        };
        /** FileInput */
        FileInput: {
            /**
             * Content
             * @description The file's text.
             */
            content: string;
            /**
             * Name
             * @example order.bpmn
             */
            name: string;
        };
        /** FileRead */
        FileRead: {
            /** Content */
            content: string;
            /** Name */
            name: string;
        };
        /** FindingRead */
        FindingRead: {
            /** Element */
            element: string;
            /** Fix */
            fix: string;
            /** Line */
            line: number;
            /** Message */
            message: string;
            /** Rule */
            rule: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "error" | "warning";
        };
        /**
         * Flag
         * @description Something in a tool's texts that looks as if it were written for a model, against the reader.
         */
        Flag: {
            /** Excerpt */
            excerpt: string;
            /** Rule */
            rule: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "warning" | "high";
            /** Where */
            where: string;
        };
        /**
         * GroupDocument
         * @description A group as a directory sends it.
         */
        GroupDocument: {
            /** Displayname */
            displayName: string;
            /** Externalid */
            externalId?: string | null;
            /** Members */
            members?: components["schemas"]["MemberDocument"][];
        };
        /**
         * GuardrailCaseInput
         * @description A text of which it is known whether a detector is to hit it.
         */
        GuardrailCaseInput: {
            /** Detector */
            detector: ("length" | "pii" | "names" | "addresses" | "secrets" | "links" | "nesting" | "injection" | "indirect" | "harm" | "toxicity" | "words" | "language" | "topic" | "off_topic" | "groundedness" | "judge") | string;
            /**
             * Expected
             * @enum {string}
             */
            expected: "passes" | "hits";
            /**
             * Note
             * @default
             */
            note?: string;
            stage: components["schemas"]["Stage"];
            /** Text */
            text: string;
        };
        /**
         * GuardrailCaseRead
         * @description A stored test case.
         */
        GuardrailCaseRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string | null;
            /** Detector */
            detector: string;
            /**
             * Expected
             * @enum {string}
             */
            expected: "passes" | "hits";
            /**
             * Id
             * @example guardrailcase_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Note */
            note: string;
            stage: components["schemas"]["Stage"];
            /** Text */
            text: string;
            /**
             * Violation Id
             * @description The false positive that it was made of.
             */
            violation_id: string | null;
        };
        /**
         * GuardrailCaseResult
         * @description How a case went.
         */
        GuardrailCaseResult: {
            /**
             * Case Id
             * @example guardrailcase_01h455vb4pex5vsknk084sn02q
             */
            case_id: string;
            /** Detector */
            detector: string;
            /**
             * Expected
             * @enum {string}
             */
            expected: "passes" | "hits";
            /** Note */
            note: string;
            /**
             * Passed
             * @description None: it is for a detector that did not read it now.
             */
            passed: boolean | null;
            /** Score */
            score: number;
            stage: components["schemas"]["Stage"];
        };
        /**
         * GuardrailCaseRunInput
         * @description Which version to score the stored cases with; default: the tenant's policy for all as it applies.
         */
        GuardrailCaseRunInput: {
            /**
             * Judge
             * @description Ask the policy's judge as well, at the tenant's cost and within its budgets.
             * @default false
             */
            judge?: boolean;
            /**
             * Models
             * @description Have the operator's models read as well.
             * @default false
             */
            models?: boolean;
            /**
             * Number
             * @description Default: the latest version of the policy.
             */
            number?: number | null;
            /** Policy Id */
            policy_id?: string | null;
            /**
             * Slow Texts
             * @description How many texts, at most, are read by what is slow, in a minute at most; the others are counted.
             * @default 50
             */
            slow_texts?: number;
        };
        /**
         * GuardrailCaseRunRead
         * @description How the cases went.
         */
        GuardrailCaseRunRead: {
            /** Failed */
            failed: number;
            /**
             * Judge Failed
             * @description Texts for which there was no verdict; a run takes that for a hit.
             */
            judge_failed: number;
            /**
             * Left Unread
             * @description Texts that they would have read in a run, and did not here.
             */
            left_unread: number;
            /** Passed */
            passed: number;
            /**
             * Read Slowly
             * @description Texts that a judge or the operator's models have read.
             */
            read_slowly: number;
            /**
             * Results
             * @description Those that failed first, then those that were skipped.
             */
            results: components["schemas"]["GuardrailCaseResult"][];
            /**
             * Skipped
             * @description Cases for detectors that did not read them now.
             */
            skipped: number;
        };
        /**
         * GuardrailCheckInput
         * @description A text to check as at a stage; agent, tool and workflow choose the policy, as they do where they work.
         */
        GuardrailCheckInput: {
            /** Agent Id */
            agent_id?: string | null;
            /**
             * Judge
             * @description Ask the policy's judge as well, at the tenant's cost; needs ``guardrails.write``.
             * @default false
             */
            judge?: boolean;
            /**
             * Sources
             * @description What an answer is to rest on, for ``groundedness``.
             * @default []
             */
            sources?: string[];
            /** @default input */
            stage?: components["schemas"]["Stage"];
            /** Text */
            text: string;
            /**
             * Tool
             * @description The tool that the text goes to or comes from.
             */
            tool?: string | null;
            /**
             * Workflow
             * @description The process id of the workflow, as in its model.
             */
            workflow?: string | null;
        };
        /**
         * GuardrailDryRunExample
         * @description A text that would have hit a rule, with redacted evidence.
         */
        GuardrailDryRunExample: {
            action: components["schemas"]["Action"];
            /** Detector */
            detector: string;
            /** Evidence */
            evidence: string;
            /**
             * Run Id
             * @example run_01h455vb4pex5vsknk084sn02q
             */
            run_id: string;
            /** Score */
            score: number;
            stage: components["schemas"]["Stage"];
        };
        /**
         * GuardrailDryRunInput
         * @description Which version to try, and on which past runs.
         */
        GuardrailDryRunInput: {
            /**
             * Agent Id
             * @description Only runs of this agent.
             */
            agent_id?: string | null;
            /**
             * Judge
             * @description Ask the policy's judge as well, at the tenant's cost and within its budgets.
             * @default false
             */
            judge?: boolean;
            /**
             * Models
             * @description Have the operator's models read as well.
             * @default false
             */
            models?: boolean;
            /**
             * Number
             * @description Default: the latest version.
             */
            number?: number | null;
            /**
             * Runs
             * @description How many of the newest runs, at most.
             * @default 100
             */
            runs?: number;
            /**
             * Slow Texts
             * @description How many texts, at most, are read by what is slow, in a minute at most; the others are counted.
             * @default 50
             */
            slow_texts?: number;
        };
        /**
         * GuardrailDryRunRead
         * @description What the version would have done.
         */
        GuardrailDryRunRead: {
            /**
             * Asked
             * @description Texts about which a person would have been asked.
             */
            asked: number;
            /** Blocked */
            blocked: number;
            /** Examples */
            examples: components["schemas"]["GuardrailDryRunExample"][];
            /** Flagged */
            flagged: number;
            /**
             * Judge Failed
             * @description Texts for which there was no verdict; a run takes that for a hit.
             */
            judge_failed: number;
            /**
             * Left Unread
             * @description Texts that they would have read in a run, and did not here.
             */
            left_unread: number;
            /** Number */
            number: number;
            /**
             * Read Slowly
             * @description Texts that a judge or the operator's models have read.
             */
            read_slowly: number;
            /** Redacted */
            redacted: number;
            /** Rules */
            rules: components["schemas"]["GuardrailDryRunRule"][];
            /**
             * Runs
             * @description Runs that were read; fewer than asked for when their texts are long.
             */
            runs: number;
            /**
             * Runs With Blocks
             * @description Runs in which something would have been blocked.
             */
            runs_with_blocks: number;
            /** Texts */
            texts: number;
        };
        /**
         * GuardrailDryRunRule
         * @description How often a rule would have been hit.
         */
        GuardrailDryRunRule: {
            action: components["schemas"]["Action"];
            /** Detector */
            detector: string;
            /** Hits */
            hits: number;
            stage: components["schemas"]["Stage"];
        };
        /**
         * GuardrailExceptionInput
         * @description Let the text of a violation pass this detector; the violation becomes a false positive.
         */
        GuardrailExceptionInput: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Reason */
            reason: string;
        };
        /**
         * GuardrailExceptionRead
         * @description A text that passes a detector for some time.
         */
        GuardrailExceptionRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string | null;
            /** Detector */
            detector: ("length" | "pii" | "names" | "addresses" | "secrets" | "links" | "nesting" | "injection" | "indirect" | "harm" | "toxicity" | "words" | "language" | "topic" | "off_topic" | "groundedness" | "judge") | string | "failure";
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * @example guardrailexception_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Reason */
            reason: string;
        };
        /**
         * GuardrailHit
         * @description A rule that the text hit.
         */
        GuardrailHit: {
            action: components["schemas"]["Action"];
            /** Detector */
            detector: string;
            /** Score */
            score: number;
            /** Shadow */
            shadow: boolean;
            /** Spans */
            spans: components["schemas"]["GuardrailSpan"][];
        };
        /**
         * GuardrailModelActivation
         * @description How much of all texts a version is to decide about.
         */
        GuardrailModelActivation: {
            /**
             * Share Percent
             * @description Below 100 it is on trial for so many of all texts, always the same ones.
             * @default 100
             */
            share_percent?: number;
        };
        /**
         * GuardrailModelComparison
         * @description What two versions said of the same texts, or one of those it decided about while another was on trial.
         */
        GuardrailModelComparison: {
            /**
             * Beside
             * @description The version in the shadow; null where there was none.
             */
            beside: string | null;
            /** Beside Hits */
            beside_hits: number | null;
            /** Beside Mean Score */
            beside_mean_score: number | null;
            /** Both Hit */
            both_hit: number | null;
            /** Head */
            head: string;
            /**
             * Hits
             * @description Texts with a score of at least 0.5.
             */
            hits: number;
            /** Mean Score */
            mean_score: number;
            stage: components["schemas"]["Stage"];
            /** Texts */
            texts: number;
            /** Version */
            version: string;
        };
        /**
         * GuardrailModelDetail
         * @description A version of a model with all that its card says.
         */
        GuardrailModelDetail: {
            /**
             * Can Roll Back
             * @description Something of the model is on trial, in the shadow, or was active before.
             */
            can_roll_back: boolean;
            /** Card */
            card: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Comes With Charter */
            comes_with_charter: boolean;
            /** Description */
            description: string;
            /** Held Out */
            held_out: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Installed At */
            installed_at: string | null;
            kind: components["schemas"]["ModelKind"];
            /** Licence */
            licence: string;
            /** Model */
            model: string;
            /** Sha256 */
            sha256: string;
            /**
             * Share Percent
             * @description Of the texts that it decides about.
             */
            share_percent: number;
            /** Size Bytes */
            size_bytes: number;
            /**
             * State
             * @enum {string}
             */
            state: "active" | "trial" | "shadow" | "installed";
            /** Threshold */
            threshold: number;
            /** Version */
            version: string;
        };
        /**
         * GuardrailModelRead
         * @description The classifiers in use, with their card.
         */
        GuardrailModelRead: {
            /** Data */
            data: string;
            /** Description */
            description: string;
            /** Held Out */
            held_out: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Licence */
            licence: string;
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
            /** Threshold */
            threshold: number;
            /** Version */
            version: string;
        };
        /**
         * GuardrailModelVersionRead
         * @description A version of a model of guardrails, and what it does now.
         */
        GuardrailModelVersionRead: {
            /**
             * Can Roll Back
             * @description Something of the model is on trial, in the shadow, or was active before.
             */
            can_roll_back: boolean;
            /** Comes With Charter */
            comes_with_charter: boolean;
            /** Description */
            description: string;
            /** Held Out */
            held_out: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Installed At */
            installed_at: string | null;
            kind: components["schemas"]["ModelKind"];
            /** Licence */
            licence: string;
            /** Model */
            model: string;
            /** Sha256 */
            sha256: string;
            /**
             * Share Percent
             * @description Of the texts that it decides about.
             */
            share_percent: number;
            /** Size Bytes */
            size_bytes: number;
            /**
             * State
             * @enum {string}
             */
            state: "active" | "trial" | "shadow" | "installed";
            /** Threshold */
            threshold: number;
            /** Version */
            version: string;
        };
        /**
         * GuardrailPolicyActivation
         * @description The version that is to apply: a newer one, or an older one to roll back to.
         */
        GuardrailPolicyActivation: {
            /** Number */
            number: number;
        };
        /**
         * GuardrailPolicyChange
         * @description What changes; a new document becomes the next version, which does not apply before it is activated.
         */
        GuardrailPolicyChange: {
            /**
             * Agents
             * @description The agents that it is for.
             */
            agents?: string[] | null;
            document?: components["schemas"]["PolicyDocument"] | null;
            /** For All */
            for_all?: boolean | null;
            /** Name */
            name?: string | null;
            /**
             * Tools
             * @description The tools that it is for, by name; they may be yet to come.
             */
            tools?: string[] | null;
            /**
             * Workflows
             * @description The workflows that it is for, by process id; all their versions.
             */
            workflows?: string[] | null;
        };
        /**
         * GuardrailPolicyInput
         * @description A new policy; its first version applies at once where it is assigned.
         */
        GuardrailPolicyInput: {
            document: components["schemas"]["PolicyDocument"];
            /**
             * For All
             * @description For every agent without a policy of its own.
             * @default false
             */
            for_all?: boolean;
            /** Name */
            name: string;
        };
        /**
         * GuardrailPolicyRead
         * @description A policy with the version that applies.
         */
        GuardrailPolicyRead: {
            /** Active Number */
            active_number: number | null;
            /** Agents */
            agents: string[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            document: components["schemas"]["PolicyDocument"];
            /** For All */
            for_all: boolean;
            /**
             * Id
             * @example guardrailpolicy_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Latest Number */
            latest_number: number;
            /** Name */
            name: string;
            /** Tools */
            tools: string[];
            /** Workflows */
            workflows: string[];
        };
        /**
         * GuardrailSpan
         * @description A stretch of the text, in characters, and what stands there.
         */
        GuardrailSpan: {
            /** End */
            end: number;
            /** Kind */
            kind: string;
            /** Start */
            start: number;
        };
        /**
         * GuardrailVerdict
         * @description What a run would do with the text.
         */
        GuardrailVerdict: {
            action: components["schemas"]["Action"];
            /** Blocked */
            blocked: boolean;
            /** Hits */
            hits: components["schemas"]["GuardrailHit"][];
            /**
             * Message
             * @description What is said instead of a blocked text.
             */
            message: string | null;
            /** Model Version */
            model_version: string;
            /** Ms */
            ms: number;
            /** Policy Id */
            policy_id: string | null;
            /** Policy Number */
            policy_number: number;
            /** Scores */
            scores: {
                [key: string]: number;
            };
            /**
             * Text
             * @description The text that may go on, with redactions; null when it is blocked.
             */
            text: string | null;
        };
        /**
         * HeldTextRead
         * @description A text that waits for an answer and reaches nobody else before it.
         */
        HeldTextRead: {
            /**
             * Evidence
             * @description Why it waits: by detector, a redacted stretch of the text.
             */
            evidence: {
                [key: string]: string;
            };
            /** Text */
            text: string;
        };
        /** HistoryEntry */
        HistoryEntry: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Element */
            element: string;
            facts: components["schemas"]["JsonValue"];
            /** Key */
            key: number;
            /** Revision */
            revision: number;
            /** What */
            what: string;
        };
        /** HistoryRead */
        HistoryRead: {
            /** Items */
            items: components["schemas"]["HistoryEntry"][];
            /** Next Revision */
            next_revision: number | null;
        };
        /** IncidentRead */
        IncidentRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * @example incident_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /**
             * Instance Id
             * @example instance_01h455vb4pex5vsknk084sn02q
             */
            instance_id: string;
            /** Job Id */
            job_id: string | null;
            /** Key */
            key: number;
            /** Message */
            message: string;
            /** Node */
            node: string;
            /** Process Id */
            process_id: string;
            /** Resolved At */
            resolved_at: string | null;
            /** Type */
            type: string;
        };
        /**
         * InclusionProofRead
         * @description Evidence that an entry is in the signed tree (RFC 9162 §2.1.3); hashes are base64, from the leaf upwards.
         */
        InclusionProofRead: {
            checkpoint: components["schemas"]["AuditCheckpointRead"];
            /**
             * Entry
             * @description The canonical JSON whose hash is the leaf.
             */
            entry: string;
            /** Leaf Hash */
            leaf_hash: string;
            /** Proof */
            proof: string[];
            /** Seq */
            seq: number;
        };
        /**
         * InstallationPolicyInput
         * @description The installation's policy to put in force.
         */
        InstallationPolicyInput: {
            /**
             * Based On
             * @description Number of the version it was made from; refused when another is in force by now.
             */
            based_on?: number | null;
            /**
             * Even If It Locks Me Out
             * @description Put it in force although it refuses your own address.
             * @default false
             */
            even_if_it_locks_me_out?: boolean;
            /**
             * Note
             * @description Why, for those who read the versions later.
             * @default
             */
            note?: string;
            policy: components["schemas"]["EdgePolicy-Input"];
        };
        /** InstanceDetail */
        InstanceDetail: {
            /** Business Key */
            business_key: string | null;
            /**
             * Definition Id
             * @example definition_01h455vb4pex5vsknk084sn02q
             */
            definition_id: string;
            /** Elements */
            elements: components["schemas"]["ElementInstanceRead"][];
            /** Ended At */
            ended_at: string | null;
            /**
             * Id
             * @example instance_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Incidents */
            incidents: number;
            /** Parent Id */
            parent_id: string | null;
            /** Paused */
            paused: boolean;
            /** Process */
            process: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /**
             * State
             * @enum {string}
             */
            state: "active" | "completed" | "terminated";
            /** Variables */
            variables: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Version */
            version: number;
        };
        /** InstanceRead */
        InstanceRead: {
            /** Business Key */
            business_key: string | null;
            /**
             * Definition Id
             * @example definition_01h455vb4pex5vsknk084sn02q
             */
            definition_id: string;
            /** Ended At */
            ended_at: string | null;
            /**
             * Id
             * @example instance_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Incidents */
            incidents: number;
            /** Parent Id */
            parent_id: string | null;
            /** Paused */
            paused: boolean;
            /** Process */
            process: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /**
             * State
             * @enum {string}
             */
            state: "active" | "completed" | "terminated";
            /** Version */
            version: number;
        };
        /**
         * InvitationAcceptance
         * @description The token, and the password of the account: the one it has, or the one a new account gets.
         */
        InvitationAcceptance: {
            /**
             * Password
             * Format: password
             */
            password: string;
            /**
             * Token
             * Format: password
             */
            token: string;
        };
        /**
         * InvitationInput
         * @description Whom to invite, and as what.
         */
        InvitationInput: {
            /** Email */
            email: string;
            /**
             * Expires In Days
             * @default 7
             */
            expires_in_days?: number;
            role: components["schemas"]["Role"];
            /** Teams */
            teams?: string[];
        };
        /**
         * InvitationOffer
         * @description What an invitation offers to whoever holds its token.
         */
        InvitationOffer: {
            /** Email */
            email: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Role */
            role: string;
            /** Tenant */
            tenant: string;
            /** Tenant Slug */
            tenant_slug: string;
        };
        /**
         * InvitationRead
         * @description An invitation without its token.
         */
        InvitationRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Email */
            email: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * @example invitation_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Invited By */
            invited_by: string | null;
            /** Role */
            role: string;
            state: components["schemas"]["InvitationState"];
            /** Teams */
            teams: string[];
        };
        /**
         * InvitationSent
         * @description An invitation that was just made or made anew.
         */
        InvitationSent: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Email */
            email: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * @example invitation_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Invited By */
            invited_by: string | null;
            /**
             * Link
             * @description To hand on yourself, shown this once; null when it went out by mail.
             */
            link: string | null;
            /** Role */
            role: string;
            state: components["schemas"]["InvitationState"];
            /** Teams */
            teams: string[];
        };
        /**
         * InvitationState
         * @enum {string}
         */
        InvitationState: "open" | "accepted" | "revoked" | "expired";
        /**
         * InvitationToken
         * @description The token of an invitation.
         */
        InvitationToken: {
            /**
             * Token
             * Format: password
             */
            token: string;
        };
        /** JobRead */
        JobRead: {
            /** Deadline */
            deadline: string | null;
            /** Error */
            error: string | null;
            /**
             * Id
             * @example job_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /**
             * Instance Id
             * @example instance_01h455vb4pex5vsknk084sn02q
             */
            instance_id: string;
            /** Key */
            key: number;
            /** Kind */
            kind: string;
            /** Node */
            node: string;
            /** Process Id */
            process_id: string;
            /** Retries */
            retries: number;
            /**
             * State
             * @enum {string}
             */
            state: "ready" | "leased" | "failed";
            /** Type */
            type: string;
            /** Worker */
            worker: string | null;
        };
        JsonValue: Json;
        /**
         * JudgeCategoryRead
         * @description A category that a judge can be asked about.
         */
        JudgeCategoryRead: {
            /**
             * Description
             * @description As the judge is told it.
             */
            description: string;
            /** Name */
            name: string;
        };
        /**
         * JudgeSettings
         * @description Which model judges, and by what.
         */
        JudgeSettings: {
            /**
             * Categories
             * @description Default: all of violent-crime, other-crime, sex-crime, child-abuse, weapons, cyber-crime, hate, harassment, self-harm, sexual, privacy, defamation, dangerous-advice, elections, manipulation.
             */
            categories?: string[] | null;
            /**
             * Model
             * @description A model route of the tenant, or provider/model.
             */
            model: string;
            /**
             * Own Categories
             * @default []
             */
            own_categories?: components["schemas"]["OwnHazard"][];
            /**
             * Timeout S
             * @description A verdict that takes longer is a failure.
             * @default 10
             */
            timeout_s?: number;
        };
        /** LeaseInput */
        LeaseInput: {
            /** Fetch Variables */
            fetch_variables?: string[] | null;
            /**
             * Max Jobs
             * @default 16
             */
            max_jobs?: number;
            /**
             * Timeout S
             * @default 60
             */
            timeout_s?: number;
            /** Type */
            type: string;
            /**
             * Wait S
             * @description How long to wait while there is no job.
             * @default 0
             */
            wait_s?: number;
            /**
             * Worker
             * @default worker
             */
            worker?: string;
        };
        /** LeasedJobRead */
        LeasedJobRead: {
            /**
             * Deadline
             * Format: date-time
             */
            deadline: string;
            /**
             * Definition Id
             * @example definition_01h455vb4pex5vsknk084sn02q
             */
            definition_id: string;
            /** Element */
            element: string;
            /** Event */
            event: string;
            /** Headers */
            headers: {
                [key: string]: string;
            };
            /**
             * Id
             * @example job_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /**
             * Instance Id
             * @example instance_01h455vb4pex5vsknk084sn02q
             */
            instance_id: string;
            /** Key */
            key: number;
            /** Kind */
            kind: string;
            /** Lease */
            lease: number;
            /** Process Id */
            process_id: string;
            /** Retries */
            retries: number;
            /** Type */
            type: string;
            /** Variables */
            variables: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Version */
            version: number;
        };
        /** LeasedJobs */
        LeasedJobs: {
            /** Jobs */
            jobs: components["schemas"]["LeasedJobRead"][];
        };
        /**
         * LeftOut
         * @description A tool that was not approved, and why.
         */
        LeftOut: {
            /** Name */
            name: string;
            /** Why */
            why: string;
        };
        /** LintResult */
        LintResult: {
            /** Deployable */
            deployable: boolean;
            /** Files */
            files: components["schemas"]["FileFindings"][];
        };
        /**
         * ListedTool
         * @description A tool in a list.
         */
        ListedTool: {
            /** Description */
            description: string;
            /**
             * Held Because
             * @description Why it is quarantined.
             */
            held_because: string | null;
            /** Id */
            id: string | null;
            kind: components["schemas"]["ToolKind"];
            /** Latest Version */
            latest_version: number | null;
            /** Name */
            name: string;
            /** Owner Id */
            owner_id: string | null;
            /** Published Version */
            published_version: number | null;
            /** @description Its calls, when asked for; empty when there were none. */
            recent?: components["schemas"]["RecentCalls"] | null;
            risk: components["schemas"]["Risk"];
            /**
             * Score
             * @description How well it fits, from 0 to 1, when searched by meaning.
             */
            score?: number | null;
            /**
             * State
             * @description Only a tool that is `ready` can be called.
             * @enum {string}
             */
            state: "ready" | "draft" | "disabled" | "quarantined";
            /** Tags */
            tags: string[];
            /** Title */
            title: string;
            /** Updated At */
            updated_at: string | null;
        };
        /**
         * McpServerChange
         * @description What changes of a server. A new URL clears its key: that was given for the old one.
         */
        McpServerChange: {
            /** Api Key */
            api_key?: string | null;
            /** Auth Header */
            auth_header?: string | null;
            /** @description Let it have texts written by a model of the tenant; null turns that off. Needs budgets.write. */
            sampling?: components["schemas"]["SamplingRules"] | null;
            /** Transport */
            transport?: ("auto" | "sse") | null;
            /** Url */
            url?: string | null;
        };
        /**
         * McpServerInput
         * @description An MCP server to connect.
         */
        McpServerInput: {
            /** Api Key */
            api_key?: string | null;
            /** @default none */
            auth?: components["schemas"]["ServerAuth"];
            /**
             * Auth Header
             * @description Header of the key; Authorization sends it as Bearer.
             * @default Authorization
             */
            auth_header?: string;
            /**
             * Even If It Does Not Answer
             * @description Store it all the same; refresh it when it runs.
             * @default false
             */
            even_if_it_does_not_answer?: boolean;
            /**
             * Name
             * @description Its tools are named server.tool after it.
             * @example weather
             */
            name: string;
            oauth_client?: components["schemas"]["OauthClient"] | null;
            /**
             * Scope
             * @description OAuth scopes to ask for; left out: the server's.
             */
            scope?: string | null;
            /**
             * Transport
             * @description `sse` for a server known to speak only the oldest one.
             * @default auto
             * @enum {string}
             */
            transport?: "auto" | "sse";
            /**
             * Url
             * @description Its address, or `stdio:NAME` for a command that the operator named.
             * @example https://mcp.example.org/mcp
             */
            url: string;
        };
        /**
         * McpServerRead
         * @description An MCP server with what it offers.
         */
        McpServerRead: {
            auth: components["schemas"]["ServerAuth"];
            /** Auth Header */
            auth_header: string;
            /** Checked At */
            checked_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            facts: components["schemas"]["ServerFactsRead"] | null;
            /**
             * Id
             * @example mcpserver_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Key Last4 */
            key_last4: string | null;
            /** Name */
            name: string;
            /** Prompts */
            prompts: components["schemas"]["PromptOffer"][];
            /** Resources */
            resources: components["schemas"]["ResourceOffer"][];
            /** @description What it may have written by a model of the tenant. */
            sampling: components["schemas"]["SamplingRules"] | null;
            /**
             * Skipped
             * @description What it lists and Charter leaves out, and why.
             */
            skipped: string[];
            state: components["schemas"]["ServerState"];
            /** State Detail */
            state_detail: string | null;
            /**
             * Tools
             * @description How many tools are in which state.
             */
            tools: {
                [key: string]: number;
            };
            /**
             * Transport
             * @enum {string}
             */
            transport: "auto" | "sse" | "stdio";
            /** Url */
            url: string;
        };
        /**
         * McpServerSummary
         * @description An MCP server as lists show it.
         */
        McpServerSummary: {
            auth: components["schemas"]["ServerAuth"];
            /** Checked At */
            checked_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * @example mcpserver_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Key Last4 */
            key_last4: string | null;
            /** Name */
            name: string;
            state: components["schemas"]["ServerState"];
            /** State Detail */
            state_detail: string | null;
            /**
             * Transport
             * @enum {string}
             */
            transport: "auto" | "sse" | "stdio";
            /** Url */
            url: string;
        };
        /**
         * McpToolList
         * @description All tools of a server.
         */
        McpToolList: {
            /** Items */
            items: components["schemas"]["McpToolRead"][];
        };
        /**
         * McpToolRead
         * @description A tool that a server offers, whether approved or not.
         */
        McpToolRead: {
            /**
             * Annotations
             * @description Hints of the server, which may be wrong.
             */
            annotations: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Approved At */
            approved_at: string | null;
            /** Approved By */
            approved_by: string | null;
            /**
             * Changes
             * @description What differs from what was approved.
             */
            changes: {
                [key: string]: unknown;
            }[];
            /** Description */
            description: string;
            /**
             * Flags
             * @description What looks like instructions hidden in its texts.
             */
            flags: components["schemas"]["Flag"][];
            /**
             * Hash
             * @description Hash of what the server says now; an approval may name it.
             */
            hash: string;
            /** Input Schema */
            input_schema: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Name
             * @description As the server calls it.
             */
            name: string;
            /** Output Schema */
            output_schema: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Pinned Hash
             * @description Hash of what was approved.
             */
            pinned_hash: string | null;
            /**
             * Registered Name
             * @description As agents are granted it.
             */
            registered_name: string;
            /**
             * Seen At
             * Format: date-time
             */
            seen_at: string;
            state: components["schemas"]["OfferState"];
            /** Title */
            title: string | null;
            /** Tool Id */
            tool_id: string | null;
        };
        /**
         * MemberChange
         * @description A member's new role.
         */
        MemberChange: {
            role: components["schemas"]["Role"];
        };
        /**
         * MemberDocument
         * @description One member of a group.
         */
        MemberDocument: {
            /** Value */
            value: string;
        };
        /**
         * MemberInput
         * @description A new member with an account of their own in this installation.
         */
        MemberInput: {
            /** Email */
            email: string;
            /**
             * Password
             * Format: password
             */
            password: string;
            role: components["schemas"]["Role"];
        };
        /**
         * MemberRead
         * @description A member of the tenant.
         */
        MemberRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Email */
            email: string;
            /**
             * Id
             * @example member_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Role */
            role: string;
            /**
             * User Id
             * @example user_01h455vb4pex5vsknk084sn02q
             */
            user_id: string;
        };
        /** MessageInput */
        MessageInput: {
            /**
             * Correlation Key
             * @default
             */
            correlation_key?: string;
            /** Message Id */
            message_id?: string | null;
            /** Name */
            name: string;
            /**
             * Time To Live S
             * @default 0
             */
            time_to_live_s?: number;
            /**
             * Variables
             * @description Variables by name; any JSON.
             * @default {}
             */
            variables?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /** MessageSummary */
        MessageSummary: {
            /**
             * Correlated
             * @description Ids of the processes that got it.
             */
            correlated: string[];
            /** Correlation */
            correlation: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * @example message_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Message Id */
            message_id: string | null;
            /** Name */
            name: string;
            /**
             * Published At
             * Format: date-time
             */
            published_at: string;
            /**
             * State
             * @enum {string}
             */
            state: "buffered" | "correlated" | "expired";
        };
        /**
         * Metric
         * @enum {string}
         */
        Metric: "requests" | "runs" | "concurrent_runs" | "agents" | "tokens" | "cost_micros" | "storage_bytes";
        /** MigrateInput */
        MigrateInput: {
            /**
             * Definition Id
             * @example definition_01h455vb4pex5vsknk084sn02q
             */
            definition_id: string;
            /**
             * Mapping
             * @description Old element id to new.
             * @default {}
             */
            mapping?: {
                [key: string]: string;
            };
        };
        /**
         * ModelDetails
         * @description What Ollama says about one of its models.
         */
        ModelDetails: {
            /** Details */
            details: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Model */
            model: string;
        };
        /**
         * ModelKind
         * @description What a model is: versions of our classifiers, or one that the operator brought.
         * @enum {string}
         */
        ModelKind: "classifiers" | "onnx" | "linear";
        /**
         * ModelList
         * @description All usable models, and the one that ``default`` leads to now.
         */
        ModelList: {
            /** Default */
            default: string | null;
            /** Items */
            items: components["schemas"]["ModelRead"][];
        };
        /**
         * ModelNames
         * @description The names a provider lists now.
         */
        ModelNames: {
            /** Items */
            items: string[];
        };
        /**
         * ModelParameters
         * @description How the model generates; what is left out is the provider's default.
         */
        ModelParameters: {
            /**
             * Max Tokens
             * @description Most tokens in one answer.
             */
            max_tokens?: number | null;
            /** Seed */
            seed?: number | null;
            /** Stop */
            stop?: string[];
            /** Temperature */
            temperature?: number | null;
            /** Top P */
            top_p?: number | null;
        };
        /**
         * ModelRead
         * @description A usable model.
         */
        ModelRead: {
            capabilities: components["schemas"]["CapabilitiesRead"];
            /** Kind */
            kind: string;
            /** Model */
            model: string;
            /** Overridden */
            overridden: boolean;
            /** Provider Id */
            provider_id: string | null;
            /** Provider Name */
            provider_name: string;
            /** Provider Slug */
            provider_slug: string;
            /** Ref */
            ref: string;
        };
        /** ModifyInput */
        ModifyInput: {
            /**
             * Activate
             * @default []
             */
            activate?: components["schemas"]["ActivateInstruction"][];
            /**
             * Terminate
             * @default []
             */
            terminate?: number[];
        };
        /**
         * NetworkRules
         * @description Addresses, and which proxies are believed when they say for whom they ask.
         */
        NetworkRules: {
            /** Allow */
            allow?: (string)[];
            /**
             * Connections Per Client
             * @description Open requests of one address at once.
             * @default 2000
             */
            connections_per_client?: number;
            /** Deny */
            deny?: (string)[];
            /**
             * Trusted Proxies
             * @description X-Forwarded-For is read from the right up to the first address not in here.
             */
            trusted_proxies?: (string)[];
        };
        /**
         * OauthClient
         * @description How Charter is registered at the server's authorization server, where it cannot register itself.
         */
        OauthClient: {
            /** Client Id */
            client_id: string;
            /** Client Secret */
            client_secret?: string | null;
        };
        /**
         * OfferList
         * @description Everything found on this machine.
         */
        OfferList: {
            /** Items */
            items: components["schemas"]["OfferRead"][];
        };
        /**
         * OfferRead
         * @description A provider that was found and can be taken over in one call.
         */
        OfferRead: {
            /** Accepted */
            accepted: boolean;
            /** Detail */
            detail: string;
            /** Key */
            key: string;
            /** Kind */
            kind: string;
            /** Models */
            models: string[];
            /** Title */
            title: string;
        };
        /**
         * OfferState
         * @description Where a tool of a server stands: only an approved one can be called.
         * @enum {string}
         */
        OfferState: "new" | "approved" | "changed" | "gone" | "refused";
        /**
         * OpenAiModel
         * @description An agent, as OpenAI clients list models.
         */
        OpenAiModel: {
            /** Created */
            created: number;
            /** Id */
            id: string;
            /**
             * Object
             * @default model
             * @constant
             */
            object?: "model";
            /** Owned By */
            owned_by: string;
        };
        /**
         * OpenAiModelList
         * @description The agents that the caller can run.
         */
        OpenAiModelList: {
            /** Data */
            data: components["schemas"]["OpenAiModel"][];
            /**
             * Object
             * @default list
             * @constant
             */
            object?: "list";
        };
        /**
         * OpenApiImportInput
         * @description Operations to make tools of.
         */
        OpenApiImportInput: {
            /**
             * Credentials
             * @description Which tool credential stands for which security scheme.
             */
            credentials?: {
                [key: string]: string;
            };
            /**
             * Document
             * @description JSON or YAML.
             */
            document?: string | null;
            /**
             * Name
             * @description Its tools are named NAME__operation after it.
             * @example petstore
             */
            name: string;
            /** Operations */
            operations: string[];
            /**
             * Server Url
             * @description Where the API is; left out: as the document says.
             */
            server_url?: string | null;
            /** Url */
            url?: string | null;
        };
        /**
         * OpenApiImported
         * @description What an import did.
         */
        OpenApiImported: {
            /** Created */
            created: string[];
            /**
             * Held
             * @description Tools of operations that the document does not have any more.
             */
            held: string[];
            /** Unchanged */
            unchanged: string[];
            /** Updated */
            updated: string[];
        };
        /**
         * OpenApiPreview
         * @description What a document offers, compared with the tools that were made of it before.
         */
        OpenApiPreview: {
            /** Operations */
            operations: components["schemas"]["OperationRead"][];
            /** Security Schemes */
            security_schemes: {
                [key: string]: string;
            };
            /** Server Url */
            server_url: string | null;
            /** Title */
            title: string;
            /** Version */
            version: string;
        };
        /**
         * OpenApiSource
         * @description A document: its text, or where it is fetched from.
         */
        OpenApiSource: {
            /**
             * Document
             * @description JSON or YAML.
             */
            document?: string | null;
            /**
             * Name
             * @description Its tools are named NAME__operation after it.
             * @example petstore
             */
            name: string;
            /** Url */
            url?: string | null;
        };
        /**
         * OpenApiTrial
         * @description What a call gave.
         */
        OpenApiTrial: {
            result: components["schemas"]["JsonValue"];
        };
        /**
         * OpenApiTrialInput
         * @description A call to try a tool with.
         */
        OpenApiTrialInput: {
            /** Arguments */
            arguments?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Tool */
            tool: string;
        };
        /**
         * Operation
         * @description One change.
         */
        Operation: {
            /**
             * Op
             * @enum {string}
             */
            op: "add" | "replace" | "remove";
            /** Path */
            path?: string | null;
            value?: components["schemas"]["JsonValue"];
        };
        /**
         * OperationRead
         * @description An operation of a document.
         */
        OperationRead: {
            /**
             * Changed
             * @description What differs from the tool as it is now.
             */
            changed: string[];
            /** Description */
            description: string;
            difference: components["schemas"]["Difference"];
            /** Id */
            id: string;
            /** Input Schema */
            input_schema: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Method */
            method: string;
            /** Path */
            path: string;
            /** Security */
            security: string[];
            /** Title */
            title: string;
            /**
             * Tool
             * @description Name under which agents are granted it.
             */
            tool: string;
            /**
             * Why
             * @description Why no tool can be made of it.
             */
            why: string | null;
        };
        /**
         * OrganizationBinding
         * @description Only members of this organization of the provider belong to the tenant.
         */
        OrganizationBinding: {
            /**
             * Alias
             * @description Its name in the claim.
             * @example acme
             */
            alias: string;
            /**
             * Claim
             * @default organization
             */
            claim?: string;
            /**
             * Id
             * @description Its lasting id; when given, it alone decides, and must be sent.
             */
            id?: string | null;
        };
        /**
         * OwnHazard
         * @description A category of a tenant's own, told to the judge in words.
         */
        OwnHazard: {
            /** Description */
            description: string;
            /** Name */
            name: string;
        };
        /**
         * OwnPassword
         * @description The caller's password, asked for again before something that matters.
         */
        OwnPassword: {
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /** Page[AgentSummary] */
        Page_AgentSummary_: {
            /** Items */
            items: components["schemas"]["AgentSummary"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[AgentVersionSummary] */
        Page_AgentVersionSummary_: {
            /** Items */
            items: components["schemas"]["AgentVersionSummary"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ApiKeyRead] */
        Page_ApiKeyRead_: {
            /** Items */
            items: components["schemas"]["ApiKeyRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[AssignmentRead] */
        Page_AssignmentRead_: {
            /** Items */
            items: components["schemas"]["AssignmentRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[AuditCheckpointRead] */
        Page_AuditCheckpointRead_: {
            /** Items */
            items: components["schemas"]["AuditCheckpointRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[AuditEntryRead] */
        Page_AuditEntryRead_: {
            /** Items */
            items: components["schemas"]["AuditEntryRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[AuditErasureRead] */
        Page_AuditErasureRead_: {
            /** Items */
            items: components["schemas"]["AuditErasureRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[BudgetRead] */
        Page_BudgetRead_: {
            /** Items */
            items: components["schemas"]["BudgetRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[CallApprovalRead] */
        Page_CallApprovalRead_: {
            /** Items */
            items: components["schemas"]["CallApprovalRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ConversationRead] */
        Page_ConversationRead_: {
            /** Items */
            items: components["schemas"]["ConversationRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[DefinitionRead] */
        Page_DefinitionRead_: {
            /** Items */
            items: components["schemas"]["DefinitionRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[GuardrailPolicyRead] */
        Page_GuardrailPolicyRead_: {
            /** Items */
            items: components["schemas"]["GuardrailPolicyRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[IncidentRead] */
        Page_IncidentRead_: {
            /** Items */
            items: components["schemas"]["IncidentRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[InstanceRead] */
        Page_InstanceRead_: {
            /** Items */
            items: components["schemas"]["InstanceRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[InvitationRead] */
        Page_InvitationRead_: {
            /** Items */
            items: components["schemas"]["InvitationRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[JobRead] */
        Page_JobRead_: {
            /** Items */
            items: components["schemas"]["JobRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ListedTool] */
        Page_ListedTool_: {
            /** Items */
            items: components["schemas"]["ListedTool"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[McpServerSummary] */
        Page_McpServerSummary_: {
            /** Items */
            items: components["schemas"]["McpServerSummary"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[MemberRead] */
        Page_MemberRead_: {
            /** Items */
            items: components["schemas"]["MemberRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[MessageRead] */
        Page_MessageRead_: {
            /** Items */
            items: components["schemas"]["charter__runs__schemas__MessageRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[MessageSummary] */
        Page_MessageSummary_: {
            /** Items */
            items: components["schemas"]["MessageSummary"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[PlanRead] */
        Page_PlanRead_: {
            /** Items */
            items: components["schemas"]["PlanRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ProviderRead] */
        Page_ProviderRead_: {
            /** Items */
            items: components["schemas"]["ProviderRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[RouteRead] */
        Page_RouteRead_: {
            /** Items */
            items: components["schemas"]["RouteRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[RuleRead] */
        Page_RuleRead_: {
            /** Items */
            items: components["schemas"]["RuleRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[RunRead] */
        Page_RunRead_: {
            /** Items */
            items: components["schemas"]["RunRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ServiceAccountKeyRead] */
        Page_ServiceAccountKeyRead_: {
            /** Items */
            items: components["schemas"]["ServiceAccountKeyRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ServiceAccountRead] */
        Page_ServiceAccountRead_: {
            /** Items */
            items: components["schemas"]["ServiceAccountRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[SignOnConnectionRead] */
        Page_SignOnConnectionRead_: {
            /** Items */
            items: components["schemas"]["SignOnConnectionRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[TeamRead] */
        Page_TeamRead_: {
            /** Items */
            items: components["schemas"]["TeamRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[TemplateRead] */
        Page_TemplateRead_: {
            /** Items */
            items: components["schemas"]["TemplateRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[TenantInstallationRead] */
        Page_TenantInstallationRead_: {
            /** Items */
            items: components["schemas"]["TenantInstallationRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ToolCredentialRead] */
        Page_ToolCredentialRead_: {
            /** Items */
            items: components["schemas"]["ToolCredentialRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ToolTemplateRead] */
        Page_ToolTemplateRead_: {
            /** Items */
            items: components["schemas"]["ToolTemplateRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ToolUser] */
        Page_ToolUser_: {
            /** Items */
            items: components["schemas"]["ToolUser"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ToolVersionSummary] */
        Page_ToolVersionSummary_: {
            /** Items */
            items: components["schemas"]["ToolVersionSummary"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[UserTaskRead] */
        Page_UserTaskRead_: {
            /** Items */
            items: components["schemas"]["UserTaskRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ViolationRead] */
        Page_ViolationRead_: {
            /** Items */
            items: components["schemas"]["ViolationRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[VirtualServerRead] */
        Page_VirtualServerRead_: {
            /** Items */
            items: components["schemas"]["VirtualServerRead"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Part
         * @description One part of this installation and how it is.
         */
        Part: {
            /** Detail */
            detail: string;
            /** Name */
            name: string;
            /**
             * State
             * @enum {string}
             */
            state: "ok" | "failed" | "off";
        };
        /**
         * PasskeyChallengeRead
         * @description What the authenticator is asked; ``token`` goes back with its answer, once and within five minutes.
         */
        PasskeyChallengeRead: {
            /**
             * Options
             * @description For PublicKeyCredential.parseCreationOptionsFromJSON or parseRequestOptionsFromJSON.
             */
            options: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Token */
            token: string;
        };
        /**
         * PasskeyChange
         * @description A passkey's new name.
         */
        PasskeyChange: {
            /** Name */
            name: string;
        };
        /**
         * PasskeyInput
         * @description A new passkey: the token of its options, and the authenticator's answer.
         */
        PasskeyInput: {
            /**
             * Credential
             * @description What the browser returned, by PublicKeyCredential.toJSON().
             */
            credential: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Name */
            name: string;
            /**
             * Token
             * Format: password
             */
            token: string;
        };
        /**
         * PasskeyList
         * @description The caller's passkeys in the order they were made.
         */
        PasskeyList: {
            /** Items */
            items: components["schemas"]["PasskeyRead"][];
        };
        /**
         * PasskeyRead
         * @description A passkey of the caller; its private key never leaves the authenticator.
         */
        PasskeyRead: {
            /**
             * Backed Up
             * @description True when it is kept by a provider and survives the loss of a device.
             */
            backed_up: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * @example passkey_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Transports */
            transports: string[];
        };
        /**
         * PasskeyRegistered
         * @description A new passkey. With the first second factor of an account come recovery codes, shown this once.
         */
        PasskeyRegistered: {
            passkey: components["schemas"]["PasskeyRead"];
            /** Recovery Codes */
            recovery_codes: string[];
        };
        /**
         * PasskeySignIn
         * @description The token of the options, and the authenticator's answer.
         */
        PasskeySignIn: {
            /**
             * Credential
             * @description What the browser returned, by PublicKeyCredential.toJSON().
             */
            credential: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Tenant
             * @description Slug or id of the tenant to work in, for accounts of several. Default: the first one.
             */
            tenant?: string | null;
            /**
             * Token
             * Format: password
             */
            token: string;
        };
        /**
         * PasswordChange
         * @description The password as it is, and as it is to be.
         */
        PasswordChange: {
            /**
             * Old Password
             * Format: password
             */
            old_password: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /**
         * PasswordResetCompletion
         * @description The token of a reset link, and the new password.
         */
        PasswordResetCompletion: {
            /**
             * Password
             * Format: password
             */
            password: string;
            /**
             * Token
             * Format: password
             */
            token: string;
        };
        /**
         * PasswordResetLink
         * @description A way to set a password anew.
         */
        PasswordResetLink: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Link
             * @description To hand on yourself, shown this once; null when it went out by mail.
             */
            link: string | null;
        };
        /**
         * PasswordResetRequest
         * @description Whose password was forgotten.
         */
        PasswordResetRequest: {
            /** Email */
            email: string;
        };
        /**
         * PatchDocument
         * @description A list of changes, done in order, all or none.
         */
        PatchDocument: {
            /** Operations */
            Operations: components["schemas"]["Operation"][];
        };
        /**
         * Per
         * @description Whose requests are counted together.
         * @enum {string}
         */
        Per: "address" | "tenant" | "key" | "user";
        /**
         * Period
         * @enum {string}
         */
        Period: "minute" | "day" | "month" | "total";
        /**
         * PermissionList
         * @description All permissions there are.
         */
        PermissionList: {
            /** Items */
            items: components["schemas"]["PermissionRead"][];
        };
        /**
         * PermissionRead
         * @description A permission and the built-in roles that have it.
         */
        PermissionRead: {
            /** Name */
            name: string;
            /**
             * On Objects
             * @description Whether rules may give or deny it on a single object.
             */
            on_objects: boolean;
            /** Roles */
            roles: string[];
        };
        /**
         * PlanChange
         * @description What is to change of a plan; what is left out stays. New limits replace all there were, in all its tenants.
         */
        PlanChange: {
            /** Description */
            description?: string | null;
            /** Limits */
            limits?: components["schemas"]["PlanLimit"][] | null;
            /** Name */
            name?: string | null;
        };
        /**
         * PlanChoice
         * @description Which plan a tenant has; null for none.
         */
        PlanChoice: {
            /** Plan Id */
            plan_id: string | null;
        };
        /**
         * PlanInput
         * @description A new plan: limits that every tenant with it has.
         */
        PlanInput: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Limits */
            limits: components["schemas"]["PlanLimit"][];
            /** Name */
            name: string;
        };
        /**
         * PlanLimit
         * @description One limit of a plan, on the whole tenant. Money is in millionths of a US dollar.
         */
        PlanLimit: {
            /** Limit */
            limit: number;
            metric: components["schemas"]["Metric"];
            /** @description Calendar days and months are those of the tenant's time zone. */
            period: components["schemas"]["Period"];
            /**
             * Warn Percent
             * @description Notify when so much of it is used.
             * @default 80
             */
            warn_percent?: number | null;
        };
        /**
         * PlanRead
         * @description A plan, and how many tenants have it.
         */
        PlanRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Description */
            description: string;
            /**
             * Id
             * @example plan_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Limits */
            limits: components["schemas"]["PlanLimit"][];
            /** Name */
            name: string;
            /**
             * Retired At
             * @description Since when no tenant can be given it; those that have it keep it.
             */
            retired_at: string | null;
            /** Tenants */
            tenants: number;
        };
        /** PolicyChecked[EdgePolicy] */
        PolicyChecked_EdgePolicy_: {
            policy: components["schemas"]["EdgePolicy-Output"];
            /** Warnings */
            warnings: string[];
        };
        /** PolicyChecked[TenantEdgePolicy] */
        PolicyChecked_TenantEdgePolicy_: {
            policy: components["schemas"]["TenantEdgePolicy"];
            /** Warnings */
            warnings: string[];
        };
        /**
         * PolicyDocument
         * @description A guardrail policy. What no rule names is not checked for; ``length`` always is.
         */
        PolicyDocument: {
            /**
             * Allowed Topics
             * @description For ``off_topic`` rules: hit when near none of them.
             * @default []
             */
            allowed_topics?: components["schemas"]["Topic"][];
            /**
             * Denied Topics
             * @description For ``topic`` rules: hit when near one.
             * @default []
             */
            denied_topics?: components["schemas"]["Topic"][];
            /**
             * Denied Words
             * @description Words and phrases, for ``words`` rules.
             * @default []
             */
            denied_words?: string[];
            /** @description For ``judge`` rules: a model of the tenant reads what the other detectors let pass. */
            judge?: components["schemas"]["JudgeSettings"] | null;
            /**
             * Languages
             * @description Languages that ``language`` rules let pass.
             * @default []
             */
            languages?: string[];
            /**
             * On Failure
             * @description When a detector fails to run.
             * @default block
             * @enum {string}
             */
            on_failure?: "block" | "flag";
            /** Rules */
            rules: components["schemas"]["Rule"][];
            /**
             * Shadow
             * @description Record what would have been done, and do nothing.
             * @default false
             */
            shadow?: boolean;
        };
        /** PolicyRead[EdgePolicy] */
        PolicyRead_EdgePolicy_: {
            /** Created At */
            created_at: string | null;
            /** Created By */
            created_by: string | null;
            /** Note */
            note: string;
            /**
             * Number
             * @description 0: none was ever put in force, the defaults hold.
             */
            number: number;
            policy: components["schemas"]["EdgePolicy-Output"];
        };
        /** PolicyRead[TenantEdgePolicy] */
        PolicyRead_TenantEdgePolicy_: {
            /** Created At */
            created_at: string | null;
            /** Created By */
            created_by: string | null;
            /** Note */
            note: string;
            /**
             * Number
             * @description 0: none was ever put in force, the defaults hold.
             */
            number: number;
            policy: components["schemas"]["TenantEdgePolicy"];
        };
        /**
         * PolicyVersion
         * @description A version in the list of versions.
         */
        PolicyVersion: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string | null;
            /** Note */
            note: string;
            /** Number */
            number: number;
        };
        /**
         * PolicyVersions
         * @description The versions, newest first.
         */
        PolicyVersions: {
            /** Items */
            items: components["schemas"]["PolicyVersion"][];
        };
        /**
         * PrincipalKind
         * @enum {string}
         */
        PrincipalKind: "user" | "api_key" | "service";
        /**
         * PrincipalList
         * @description Users and keys.
         */
        PrincipalList: {
            /** Items */
            items: components["schemas"]["PrincipalRead"][];
        };
        /**
         * PrincipalRead
         * @description Who is calling.
         */
        PrincipalRead: {
            /** Id */
            id: string;
            kind: components["schemas"]["PrincipalKind"];
            /** Label */
            label: string;
        };
        /** @description RFC 9457 problem details. More members than these may follow, by type. */
        Problem: {
            /** @description Stable; for programs. */
            code: string;
            /** @description What is wrong here, and what to do about it. */
            detail: string;
            errors?: {
                message: string;
                /** @description JSON Pointer into the body, or query.NAME. */
                path: string;
                suggestion?: string;
            }[];
            instance?: string;
            request_id?: string;
            retry_after_s?: number;
            status: number;
            title: string;
            /**
             * Format: uri-reference
             * @example /problems/core.not-found
             */
            type: string;
        };
        /**
         * PromptArgument
         * @description An argument of a prompt.
         */
        PromptArgument: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /**
             * Required
             * @default false
             */
            required?: boolean;
        };
        /**
         * PromptOffer
         * @description A prompt as the server describes it.
         */
        PromptOffer: {
            /** Arguments */
            arguments?: components["schemas"]["PromptArgument"][];
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /** Title */
            title?: string | null;
        };
        /**
         * ProviderChange
         * @description What to change; a new ``base_url`` without an ``api_key`` clears the key.
         */
        ProviderChange: {
            /** Api Key */
            api_key?: string | null;
            /** Base Url */
            base_url?: string | null;
            /** Name */
            name?: string | null;
        };
        /**
         * ProviderInput
         * @description A new provider. The key is written once and never read again.
         */
        ProviderInput: {
            /** Api Key */
            api_key?: string | null;
            /** Base Url */
            base_url?: string | null;
            /**
             * Kind
             * @example openai
             */
            kind: string;
            /** Name */
            name: string;
        };
        /**
         * ProviderRead
         * @description A provider as it can be seen: of the key its last four characters and a fingerprint.
         */
        ProviderRead: {
            /** Base Url */
            base_url: string;
            /** Checked At */
            checked_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * @example provider_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Key Fingerprint */
            key_fingerprint: string | null;
            /** Key Last4 */
            key_last4: string | null;
            /** Kind */
            kind: string;
            /** Model Count */
            model_count: number;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
            /**
             * State
             * @enum {string}
             */
            state: "ready" | "failing" | "no_key";
            /** State Detail */
            state_detail: string | null;
        };
        /**
         * PullInput
         * @description The model to fetch.
         */
        PullInput: {
            /**
             * Model
             * @example llama3.2:3b
             */
            model: string;
        };
        /**
         * Purpose
         * @description Why a person is asked.
         *
         *     A policy wants it; a call may have happened before a crash and would be made again; a guardrail hit a text: the
         *     arguments of a call or, without a tool, what a run was given to work on; or the tool itself asks in the middle of
         *     the call. Of the last three there is a text that waits, sealed: what a tool returned, what a model answered, what a
         *     tool says of itself.
         * @enum {string}
         */
        Purpose: "policy" | "repeat" | "guardrail" | "input" | "tool_result" | "output" | "tool_description";
        /**
         * PythonDefinition
         * @description A tool written in Python.
         */
        PythonDefinition: {
            /** Code */
            code: string;
            /**
             * Credentials
             * @description Credentials that the egress proxy adds to its requests.
             */
            credentials?: string[];
            /**
             * Entry
             * @description The function or class to call; left out: the last public one.
             */
            entry?: string | null;
            /**
             * Hosts
             * @description Hosts it may reach, `host` (https) or `host:port`; else none.
             */
            hosts?: string[];
            limits?: components["schemas"]["ToolLimits"];
            /** Tests */
            tests?: components["schemas"]["ToolTest"][];
            /**
             * Tier
             * @description `transform`: a pure function over JSON, in an interpreter that is much cheaper and knows only a part of Python; no hosts, files, clock or packages.
             * @default full
             * @enum {string}
             */
            tier?: "full" | "transform";
        };
        /**
         * PythonToolInput
         * @description A new tool written in Python: what it takes and gives is read from its signature and docstring.
         */
        PythonToolInput: {
            definition: components["schemas"]["PythonDefinition"];
            /** Name */
            name: string;
            /**
             * Publish
             * @description Publish it at once, if it validates.
             * @default false
             */
            publish?: boolean;
            /** @default external */
            risk?: components["schemas"]["Risk"];
            /** Tags */
            tags?: string[];
            /** Title */
            title?: string | null;
        };
        /**
         * PythonVersionInput
         * @description Another version of a tool written in Python.
         */
        PythonVersionInput: {
            definition: components["schemas"]["PythonDefinition"];
            /**
             * Publish
             * @description Publish it at once, if it validates.
             * @default false
             */
            publish?: boolean;
        };
        /**
         * RateLimit
         * @description At most ``requests`` in ``seconds`` on the long run, ``burst`` of them at once (GCRA).
         */
        RateLimit: {
            /**
             * Burst
             * @description At once; as many as `requests` when not given.
             */
            burst?: number | null;
            /**
             * Name
             * @description Told to callers who meet the limit.
             */
            name: string;
            per: components["schemas"]["Per"];
            /** Requests */
            requests: number;
            /**
             * Routes
             * @description Which requests; empty for all.
             */
            routes?: components["schemas"]["RouteClass"][];
            /**
             * Seconds
             * @default 60
             */
            seconds?: number;
        };
        /**
         * Readiness
         * @description Whether this process can serve now.
         */
        Readiness: {
            /** Parts */
            parts: components["schemas"]["Part"][];
            /** Ready */
            ready: boolean;
        };
        /**
         * ReasonRead
         * @description One role or rule that speaks for or against.
         */
        ReasonRead: {
            effect: components["schemas"]["charter__access__rights__Effect"];
            /** Rule Id */
            rule_id: string | null;
            /** Text */
            text: string;
        };
        /**
         * RecentCalls
         * @description How often a tool was called in runs of agents in the last 30 days.
         */
        RecentCalls: {
            /** Calls */
            calls: number;
            /** Failures */
            failures: number;
            /**
             * Last Called At
             * Format: date-time
             */
            last_called_at: string;
        };
        /**
         * RecoveryCodes
         * @description Each stands in for a second factor once. Shown this once; empty when there are some already.
         */
        RecoveryCodes: {
            /** Codes */
            codes: string[];
        };
        /**
         * RefusalInput
         * @description Which tools to refuse; agents lose those that were approved.
         */
        RefusalInput: {
            /** Tools */
            tools: string[];
        };
        /**
         * ReportFormat
         * @enum {string}
         */
        ReportFormat: "html" | "pdf" | "csv";
        /**
         * ReportKind
         * @enum {string}
         */
        ReportKind: "access-review" | "changes" | "refusals" | "models-and-tools";
        /**
         * RequestLimits
         * @description Sizes and times of a request.
         */
        RequestLimits: {
            /**
             * Answer Seconds
             * @description Until the answer begins; without end when not given (runs take long).
             */
            answer_seconds?: number | null;
            /**
             * Body Seconds
             * @description To receive the whole body.
             * @default 60
             */
            body_seconds?: number;
            /**
             * Content Types
             * @description Of bodies, exactly; parameters such as charset may follow.
             */
            content_types?: string[];
            /**
             * Header Seconds
             * @description To receive the head of a request.
             * @default 15
             */
            header_seconds?: number;
            /**
             * Idle Seconds
             * @description Between two parts of the body.
             * @default 15
             */
            idle_seconds?: number;
            /**
             * Max Body Bytes
             * @description `CHARTER_MAX_BODY_BYTES` when not given.
             */
            max_body_bytes?: number | null;
            /**
             * Max Header Bytes
             * @description All names and values together.
             * @default 32000
             */
            max_header_bytes?: number;
            /**
             * Max Headers
             * @default 100
             */
            max_headers?: number;
            /**
             * Max Path Characters
             * @description Of the path alone, decoded.
             * @default 1000
             */
            max_path_characters?: number;
            /**
             * Max Url Bytes
             * @description Path and query.
             * @default 8000
             */
            max_url_bytes?: number;
            /** Methods */
            methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
            /** Other Bodies */
            other_bodies?: components["schemas"]["BodyRule"][];
            /**
             * Strip Headers
             * @description Taken out of requests: nobody outside says who they are. `*` at the end stands for any rest.
             */
            strip_headers?: string[];
        };
        /** ResolveInput */
        ResolveInput: {
            /**
             * Retries
             * @default 1
             */
            retries?: number;
        };
        /**
         * ResourceOffer
         * @description A resource as the server describes it.
         */
        ResourceOffer: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Mimetype */
            mimeType?: string | null;
            /** Name */
            name: string;
            /** Title */
            title?: string | null;
            /** Uri */
            uri: string;
        };
        /**
         * ResponseHeaders
         * @description Headers of every answer that the answer does not set itself.
         */
        ResponseHeaders: {
            /**
             * Content Security Policy
             * @default default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'
             */
            content_security_policy?: string;
            /**
             * Hsts Max Age Seconds
             * @description Strict-Transport-Security over TLS; 0: none.
             * @default 31536000
             */
            hsts_max_age_seconds?: number;
            /** More */
            more?: {
                [key: string]: string;
            };
        };
        /**
         * ResponseInput
         * @description A response by an agent: ``model`` is the agent's slug or id; ``previous_response_id`` continues.
         * @example {
         *       "input": "What can you do?",
         *       "model": "helpdesk"
         *     }
         */
        ResponseInput: {
            /** Input */
            input: string | components["schemas"]["ChatMessage"][];
            /** Instructions */
            instructions?: string | null;
            /** Metadata */
            metadata?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Model
             * @description The agent's slug or id.
             */
            model: string;
            /**
             * Previous Response Id
             * @description Continue the conversation of this response.
             */
            previous_response_id?: string | null;
            /**
             * Stream
             * @default false
             */
            stream?: boolean;
            /**
             * Tools
             * @description An agent brings its own tools: leave this out.
             */
            tools?: unknown[] | null;
        };
        /**
         * Risk
         * @description What a call can do: only look; change something; lose something; reach people or systems outside.
         * @enum {string}
         */
        Risk: "read" | "write" | "destructive" | "external";
        /**
         * Role
         * @enum {string}
         */
        Role: "owner" | "admin" | "builder" | "operator" | "auditor" | "caller" | "guest";
        /**
         * RoleChange
         * @description What is to change of a custom role; what is left out stays.
         */
        RoleChange: {
            /** Description */
            description?: string | null;
            /** Permissions */
            permissions?: string[] | null;
        };
        /**
         * RoleInput
         * @description A new custom role.
         */
        RoleInput: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /** Permissions */
            permissions: string[];
        };
        /**
         * RoleList
         * @description All roles: the built-in ones first.
         */
        RoleList: {
            /** Items */
            items: components["schemas"]["RoleRead"][];
        };
        /**
         * RoleRead
         * @description A role; built-in ones have no id.
         */
        RoleRead: {
            /** Built In */
            built_in: boolean;
            /** Description */
            description: string;
            /** Id */
            id: string | null;
            /** Name */
            name: string;
            /** Permissions */
            permissions: string[];
        };
        /**
         * RoleRule
         * @description Who has this value in this claim has this role. The first rule that matches decides.
         */
        RoleRule: {
            /**
             * Claim
             * @description Path of a claim: `realm_access.roles`, `groups`; `scim_groups` holds what SCIM provisioned.
             * @example realm_access.roles
             */
            claim: string;
            role: components["schemas"]["Role"];
            /**
             * Value
             * @example charter-admins
             */
            value: string;
        };
        /**
         * RollbackInput
         * @description Which version to go back to; left out: the one published before the present one.
         */
        RollbackInput: {
            /** Number */
            number?: number | null;
        };
        /**
         * RouteClass
         * @description What a request is about, as far as limits go.
         * @enum {string}
         */
        RouteClass: "read" | "write" | "run" | "sign_in";
        /**
         * RouteInput
         * @description A route: models in order of preference, or drawn by weight with the others as fallback.
         */
        RouteInput: {
            /** Name */
            name: string;
            /**
             * Strategy
             * @default ordered
             * @enum {string}
             */
            strategy?: "ordered" | "weighted";
            /** Targets */
            targets: components["schemas"]["RouteTarget"][];
        };
        /**
         * RouteRead
         * @description A route; ``id`` is null for the default route as long as nobody wrote one.
         */
        RouteRead: {
            /** Created At */
            created_at: string | null;
            /** Id */
            id: string | null;
            /** Name */
            name: string;
            /**
             * Strategy
             * @enum {string}
             */
            strategy: "ordered" | "weighted";
            /** Targets */
            targets: components["schemas"]["RouteTarget"][];
        };
        /**
         * RouteTarget
         * @description One model of a route.
         */
        RouteTarget: {
            /**
             * Model
             * @example openai/gpt-5-mini
             */
            model: string;
            /**
             * Weight
             * @default 1
             */
            weight?: number;
        };
        /**
         * Rule
         * @description One line of a policy: at this stage, when this detector is at least so sure, do that.
         */
        Rule: {
            /** @default block */
            action?: components["schemas"]["Action"];
            /**
             * Categories
             * @description For ``judge``: only these of its categories count; default: all.
             * @default []
             */
            categories?: string[];
            /** Detector */
            detector: ("length" | "pii" | "names" | "addresses" | "secrets" | "links" | "nesting" | "injection" | "indirect" | "harm" | "toxicity" | "words" | "language" | "topic" | "off_topic" | "groundedness" | "judge") | string;
            /**
             * Message
             * @description What is said to whom the text came from.
             */
            message?: string | null;
            /**
             * Restore In
             * @description For ``redact`` of what a run is given: the model sees [MAIL_1]; here the original is put back.
             * @default []
             */
            restore_in?: ("tool_argument" | "output")[];
            stage: components["schemas"]["Stage"];
            /**
             * Threshold
             * @description 0.5 is what the models are calibrated to.
             * @default 0.5
             */
            threshold?: number;
        };
        /**
         * RuleInput
         * @description A permission rule. Deny beats allow.
         */
        RuleInput: {
            /**
             * Agent Id
             * @description Only on this agent and its runs; else on everything.
             */
            agent_id?: string | null;
            effect: components["schemas"]["charter__access__rights__Effect"];
            /**
             * Note
             * @default
             */
            note?: string;
            /**
             * Permission
             * @description A permission, or all of a kind: `agents.*`.
             * @example agents.read
             */
            permission: string;
            /**
             * Subject
             * @description `everyone`, `role:NAME`, or the id of a user, key, service account or team.
             * @example role:builder
             */
            subject: string;
        };
        /**
         * RuleRead
         * @description A permission rule.
         */
        RuleRead: {
            /** Agent Id */
            agent_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            effect: components["schemas"]["charter__access__rights__Effect"];
            /**
             * Id
             * @example rule_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Note */
            note: string;
            /** Permission */
            permission: string;
            /** Subject */
            subject: string;
        };
        /**
         * RunInput
         * @description A run to start. Unknown fields are refused.
         * @example {
         *       "agent": "helpdesk",
         *       "input": "What can you do?",
         *       "wait": true
         *     }
         */
        RunInput: {
            /**
             * Agent
             * @description The agent's id or slug.
             */
            agent: string;
            /**
             * Conversation Id
             * @description Continue this conversation; else a new one begins.
             */
            conversation_id?: string | null;
            /** Input */
            input: string;
            /**
             * Version
             * @description Another version than the published one.
             */
            version?: number | null;
            /**
             * Wait
             * @description Answer when the run has ended (or was paused), instead of at once.
             * @default false
             */
            wait?: boolean;
        };
        /**
         * RunRead
         * @description A run.
         */
        RunRead: {
            agent: components["schemas"]["AgentOfRun"];
            /** Conversation Id */
            conversation_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Ended At */
            ended_at: string | null;
            /**
             * Error
             * @description A problem document, when the run failed.
             */
            error: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Id
             * @example run_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Input */
            input: string;
            /** Limits */
            limits: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Output */
            output: string | null;
            /** Parent Run Id */
            parent_run_id: string | null;
            /** Started At */
            started_at: string | null;
            state: components["schemas"]["RunState"];
            structured_output: components["schemas"]["JsonValue"];
            usage: components["schemas"]["RunUsage"];
            /** Version */
            version: number;
        };
        /**
         * RunState
         * @enum {string}
         */
        RunState: "queued" | "running" | "paused" | "completed" | "failed" | "cancelled";
        /**
         * RunStateRead
         * @description A running agent, looked into: for people who debug it.
         */
        RunStateRead: {
            /** Context Characters */
            context_characters: number;
            /**
             * Context Messages
             * @description Messages that the next model call would carry.
             */
            context_messages: number;
            /**
             * Control
             * @description What was asked of it and is not done yet.
             */
            control: ("pause" | "cancel") | null;
            /**
             * Id
             * @example run_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** @description The last request to the model, redacted. */
            last_request: components["schemas"]["JsonValue"];
            /** @description The model's last response, redacted. */
            last_response: components["schemas"]["JsonValue"];
            /** Limits */
            limits: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            state: components["schemas"]["RunState"];
            /** @description The step it is at, or was at last. */
            step: components["schemas"]["StepRead"] | null;
            usage: components["schemas"]["RunUsage"];
            /** Variables */
            variables: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * RunUsage
         * @description What a run used; money in millionths of a US dollar.
         */
        RunUsage: {
            /** Cost Micros */
            cost_micros: number;
            /** Input Tokens */
            input_tokens: number;
            /** Model Calls */
            model_calls: number;
            /** Output Tokens */
            output_tokens: number;
            /** Tool Calls */
            tool_calls: number;
        };
        /**
         * SamplingRules
         * @description What a server may have written by a model of the tenant; a server without them may nothing.
         */
        SamplingRules: {
            /**
             * Calls
             * @description How often in one call of a tool.
             * @default 3
             */
            calls?: number;
            /**
             * Max Tokens
             * @description At most, whatever the server asks for.
             * @default 1000
             */
            max_tokens?: number;
            /**
             * Model
             * @description A model route, or provider/model.
             */
            model: string;
        };
        /**
         * ScimTokenCreated
         * @description The token of a connection's directory, shown this once; the one before has ended.
         */
        ScimTokenCreated: {
            /** Scim Url */
            scim_url: string;
            /** Token */
            token: string;
        };
        /**
         * SecondFactorAnswer
         * @description The challenge of the sign-in, and a code of the app or a recovery code.
         */
        SecondFactorAnswer: {
            /**
             * Challenge
             * Format: password
             */
            challenge: string;
            /**
             * Code
             * Format: password
             */
            code: string;
        };
        /**
         * SecondFactorChallengeInput
         * @description The challenge of a sign-in whose password was right.
         */
        SecondFactorChallengeInput: {
            /**
             * Challenge
             * Format: password
             */
            challenge: string;
        };
        /**
         * SecondFactorCode
         * @description A code of the authenticator app.
         */
        SecondFactorCode: {
            /**
             * Code
             * Format: password
             */
            code: string;
        };
        /**
         * SecondFactorEnrolment
         * @description What an authenticator app needs; it counts once a code of it was confirmed.
         */
        SecondFactorEnrolment: {
            /**
             * Qr Svg
             * @description The same as a QR code: a data: URI of an SVG image.
             */
            qr_svg: string;
            /**
             * Secret
             * @description To type, in base32.
             */
            secret: string;
            /**
             * Uri
             * @description otpauth://… for apps on this device.
             */
            uri: string;
        };
        /**
         * SecondFactorOptions
         * @description What one of the account's authenticators is asked.
         */
        SecondFactorOptions: {
            /**
             * Options
             * @description For PublicKeyCredential.parseCreationOptionsFromJSON or parseRequestOptionsFromJSON.
             */
            options: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * SecondFactorPasskey
         * @description The challenge of the sign-in, and the authenticator's answer.
         */
        SecondFactorPasskey: {
            /**
             * Challenge
             * Format: password
             */
            challenge: string;
            /**
             * Credential
             * @description What the browser returned, by PublicKeyCredential.toJSON().
             */
            credential: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * SecondFactorRead
         * @description Whether the caller's sign-in asks for more than the password.
         */
        SecondFactorRead: {
            /**
             * Enabled
             * @description Whether there is an authenticator app.
             */
            enabled: boolean;
            /**
             * Passkeys
             * @description How many passkeys there are.
             */
            passkeys: number;
            /** Recovery Codes Left */
            recovery_codes_left: number;
        };
        /**
         * SeenViolations
         * @description Up to which violation all are seen.
         */
        SeenViolations: {
            /**
             * Until
             * @example violation_01h455vb4pex5vsknk084sn02q
             */
            until: string;
        };
        /**
         * ServerAuth
         * @enum {string}
         */
        ServerAuth: "none" | "api_key" | "oauth";
        /**
         * ServerFactsRead
         * @description What the server says about itself; nothing of it is to be trusted.
         */
        ServerFactsRead: {
            /** Capabilities */
            capabilities: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Instructions */
            instructions: string;
            /** Name */
            name: string;
            /**
             * Revision
             * @description Revision of the Model Context Protocol that is spoken with it.
             */
            revision: string;
            /** Version */
            version: string;
        };
        /**
         * ServerState
         * @enum {string}
         */
        ServerState: "ready" | "failing" | "no_credential";
        /**
         * ServiceAccountChange
         * @description What is to change of a service account; what is left out stays.
         */
        ServiceAccountChange: {
            /** Description */
            description?: string | null;
            /** Name */
            name?: string | null;
            /** Roles */
            roles?: string[] | null;
        };
        /**
         * ServiceAccountInput
         * @description A new service account.
         */
        ServiceAccountInput: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /**
             * Roles
             * @description Names of roles, built-in or the tenant's own.
             * @example [
             *       "caller"
             *     ]
             */
            roles: string[];
        };
        /**
         * ServiceAccountKeyCreated
         * @description A new key with its secret, shown this once.
         */
        ServiceAccountKeyCreated: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * @example key_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Key */
            key: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Revoked At */
            revoked_at: string | null;
            /** Scope */
            scope: string[] | null;
        };
        /**
         * ServiceAccountKeyInput
         * @description A new key of a service account, which may do what the account may.
         */
        ServiceAccountKeyInput: {
            /** Expires At */
            expires_at?: string | null;
            /** Name */
            name: string;
            /** Scope */
            scope?: string[] | null;
        };
        /**
         * ServiceAccountKeyRead
         * @description A key of a service account without its secret.
         */
        ServiceAccountKeyRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * @example key_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Revoked At */
            revoked_at: string | null;
            /** Scope */
            scope: string[] | null;
        };
        /**
         * ServiceAccountRead
         * @description A service account. Its roles are also among the role assignments.
         */
        ServiceAccountRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Created By
             * @description Who made it; it stays when they go.
             */
            created_by: string | null;
            /** Description */
            description: string;
            /** Enabled */
            enabled: boolean;
            /**
             * Id
             * @example service_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Name */
            name: string;
            /** Roles */
            roles: string[];
        };
        /**
         * SessionRead
         * @description The caller, its tenant and what it may do. ``csrf_token`` goes into ``X-CSRF-Token`` on unsafe methods.
         */
        SessionRead: {
            /** Csrf Token */
            csrf_token: string | null;
            /** Permissions */
            permissions: string[];
            principal: components["schemas"]["PrincipalRead"];
            /** Roles */
            roles: string[];
            /**
             * Second Factor Due
             * @description True when all that the caller may do is enrol a second factor.
             */
            second_factor_due: boolean;
            tenant: components["schemas"]["TenantRead"];
        };
        /**
         * SetupInput
         * @description The first owner and the first tenant.
         */
        SetupInput: {
            /** Email */
            email: string;
            /**
             * Password
             * Format: password
             */
            password: string;
            /** Tenant Name */
            tenant_name: string;
            /**
             * Token
             * Format: password
             * @description The one-time setup token that the server printed on its host.
             */
            token: string;
        };
        /**
         * SetupState
         * @description Whether the first owner is still to be made.
         */
        SetupState: {
            /** Required */
            required: boolean;
        };
        /**
         * SignInInput
         * @description Who signs in.
         */
        SignInInput: {
            /** Email */
            email: string;
            /**
             * Password
             * Format: password
             */
            password: string;
            /**
             * Tenant
             * @description Slug or id of the tenant to work in, for accounts of several. Default: the first one.
             */
            tenant?: string | null;
        };
        /**
         * SignOnConnectionChange
         * @description What is to change. A new issuer without a new secret clears the secret: it was given for the old one.
         */
        SignOnConnectionChange: {
            /** Algorithms */
            algorithms?: string[] | null;
            /** Allowed Azp */
            allowed_azp?: string[] | null;
            /** Audience */
            audience?: string | null;
            /** Client Id */
            client_id?: string | null;
            /** Client Secret */
            client_secret?: string | null;
            /** Enabled */
            enabled?: boolean | null;
            /** Issuer */
            issuer?: string | null;
            /** Login Domains */
            login_domains?: string[] | null;
            /** Name */
            name?: string | null;
            organization?: components["schemas"]["OrganizationBinding"] | null;
            /** Role Rules */
            role_rules?: components["schemas"]["RoleRule"][] | null;
            /** Scopes */
            scopes?: string[] | null;
            /** Team Rules */
            team_rules?: components["schemas"]["TeamRule"][] | null;
        };
        /**
         * SignOnConnectionInput
         * @description A provider that the tenant trusts.
         */
        SignOnConnectionInput: {
            /**
             * Algorithms
             * @description What tokens may be signed with. Default: what the provider announces.
             */
            algorithms?: string[] | null;
            /**
             * Allowed Azp
             * @description Clients they may come through.
             */
            allowed_azp?: string[];
            /**
             * Audience
             * @description What access tokens for this API have in `aud`; none: no such tokens.
             */
            audience?: string | null;
            /** Client Id */
            client_id: string;
            /**
             * Client Secret
             * @description Write-only. Without one the client is a public one.
             */
            client_secret?: string | null;
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /**
             * Issuer
             * @example https://login.example.org/realms/acme
             */
            issuer: string;
            /** Login Domains */
            login_domains?: string[];
            /**
             * Name
             * @description What the button on the sign-in page says.
             */
            name: string;
            organization?: components["schemas"]["OrganizationBinding"] | null;
            /** Role Rules */
            role_rules?: components["schemas"]["RoleRule"][];
            /** Scopes */
            scopes?: string[];
            /** Team Rules */
            team_rules?: components["schemas"]["TeamRule"][];
        };
        /**
         * SignOnConnectionRead
         * @description A sign-on connection without its secret.
         */
        SignOnConnectionRead: {
            /** Algorithms */
            algorithms: string[];
            /** Allowed Azp */
            allowed_azp: string[];
            /** Audience */
            audience: string | null;
            /**
             * Back Channel Logout Uri
             * @description To be registered at the provider.
             */
            back_channel_logout_uri: string;
            /**
             * Checked At
             * Format: date-time
             */
            checked_at: string;
            /** Client Id */
            client_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Enabled */
            enabled: boolean;
            /** Has Secret */
            has_secret: boolean;
            /**
             * Id
             * @example connection_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Issuer */
            issuer: string;
            /** Login Domains */
            login_domains: string[];
            /** Name */
            name: string;
            organization: components["schemas"]["OrganizationBinding"] | null;
            /**
             * Post Logout Redirect Uri
             * @description To be registered at the provider.
             */
            post_logout_redirect_uri: string;
            /**
             * Redirect Uri
             * @description To be registered at the provider.
             */
            redirect_uri: string;
            /** Role Rules */
            role_rules: components["schemas"]["RoleRule"][];
            /** Scim Token Made At */
            scim_token_made_at: string | null;
            /**
             * Scim Url
             * @description Where the provider's directory provisions to.
             */
            scim_url: string;
            /** Scopes */
            scopes: string[];
            /** Team Rules */
            team_rules: components["schemas"]["TeamRule"][];
        };
        /**
         * SignOnOffer
         * @description A way to sign in, as anybody may see it.
         */
        SignOnOffer: {
            /**
             * Id
             * @example connection_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * SignOnOffers
         * @description The ways to sign in to one tenant.
         */
        SignOnOffers: {
            /** Items */
            items: components["schemas"]["SignOnOffer"][];
        };
        /** SignalInput */
        SignalInput: {
            /** Name */
            name: string;
            /**
             * Variables
             * @description Variables by name; any JSON.
             * @default {}
             */
            variables?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /** SignalRead */
        SignalRead: {
            /** Reached */
            reached: number;
        };
        /**
         * SignedOut
         * @description The session has ended. ``redirect_to`` ends the provider's own session as well, where there is one.
         */
        SignedOut: {
            /** Redirect To */
            redirect_to: string | null;
        };
        /**
         * Stage
         * @description What a text is when it is checked.
         * @enum {string}
         */
        Stage: "input" | "recalled" | "tool_description" | "tool_argument" | "tool_result" | "output" | "stream";
        /** StartInput */
        StartInput: {
            /** Business Key */
            business_key?: string | null;
            /**
             * Process
             * @description Id of the process in its BPMN file.
             */
            process: string;
            /**
             * Start At
             * @description Elements to begin at instead.
             */
            start_at?: string[] | null;
            /**
             * Variables
             * @description Variables by name; any JSON.
             * @default {}
             */
            variables?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Version
             * @description A version; the latest if left out.
             */
            version?: number | null;
        };
        /** StartedRead */
        StartedRead: {
            /**
             * Id
             * @example instance_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /**
             * State
             * @enum {string}
             */
            state: "active" | "completed" | "terminated";
            /**
             * Variables
             * @description The result, if `wait` saw the end.
             */
            variables: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
        };
        /**
         * StepKind
         * @enum {string}
         */
        StepKind: "model_call" | "tool_call" | "hand_off";
        /**
         * StepList
         * @description All steps of a run, in order.
         */
        StepList: {
            /** Items */
            items: components["schemas"]["StepRead"][];
        };
        /**
         * StepRead
         * @description A step of a run.
         */
        StepRead: {
            /** Attempt */
            attempt: number;
            /** Cost Micros */
            cost_micros: number;
            /** Ended At */
            ended_at: string | null;
            /** Error */
            error: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Id
             * @example step_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Input */
            input: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            kind: components["schemas"]["StepKind"];
            /** Name */
            name: string;
            /** Number */
            number: number;
            /** Output */
            output: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            state: components["schemas"]["StepState"];
            usage: components["schemas"]["StepUsage"];
        };
        /**
         * StepState
         * @enum {string}
         */
        StepState: "running" | "completed" | "failed" | "cancelled";
        /**
         * StepUsage
         * @description Tokens of one step.
         */
        StepUsage: {
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
        };
        /**
         * StreamOptions
         * @description Options of a stream.
         */
        StreamOptions: {
            /**
             * Include Usage
             * @default false
             */
            include_usage?: boolean;
        };
        /**
         * SystemRead
         * @description This installation.
         */
        SystemRead: {
            /** Parts */
            parts: components["schemas"]["Part"][];
            /** Version */
            version: string;
        };
        /**
         * TeamChange
         * @description What is to change of a team; what is left out stays.
         */
        TeamChange: {
            /** Description */
            description?: string | null;
            /** Name */
            name?: string | null;
        };
        /**
         * TeamInput
         * @description A new team.
         */
        TeamInput: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
        };
        /**
         * TeamRead
         * @description A team and who is in it.
         */
        TeamRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Description */
            description: string;
            /**
             * Id
             * @example team_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Members */
            members: string[];
            /** Name */
            name: string;
            /** Service Accounts */
            service_accounts: string[];
        };
        /**
         * TeamRule
         * @description Who has this value in this claim is in this team. Every rule that matches counts.
         */
        TeamRule: {
            /**
             * Claim
             * @example groups
             */
            claim: string;
            /**
             * Team Id
             * @example team_01h455vb4pex5vsknk084sn02q
             */
            team_id: string;
            /**
             * Value
             * @example /support
             */
            value: string;
        };
        /**
         * TemplatePreview
         * @description The definition that these parameters give, and what is wrong with them.
         */
        TemplatePreview: {
            definition: components["schemas"]["AgentDefinition"] | null;
            /** Problems */
            problems: components["schemas"]["DefinitionProblem"][];
        };
        /**
         * TemplatePreviewInput
         * @description Parameters as they are being typed.
         */
        TemplatePreviewInput: {
            /** Parameters */
            parameters?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * TemplateRead
         * @description A starting point for a new agent.
         */
        TemplateRead: {
            /** Description */
            description: string;
            /** Name */
            name: string;
            /**
             * Parameters
             * @description JSON Schema of the parameters.
             */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Slug */
            slug: string;
            /** Suggested Inputs */
            suggested_inputs: string[];
            /** Version */
            version: number;
        };
        /**
         * TenantChange
         * @description What is to change of one's own tenant; what is left out stays.
         */
        TenantChange: {
            branding?: components["schemas"]["Branding"] | null;
            /** Name */
            name?: string | null;
            /**
             * Retention Days
             * @description Ended runs are removed after so many days.
             */
            retention_days?: number | null;
            /**
             * Second Factor Required
             * @description Members who sign in with a password may do nothing but enrol a second factor until they have one.
             */
            second_factor_required?: boolean | null;
            /** Time Zone */
            time_zone?: string | null;
        };
        /**
         * TenantEdgePolicy
         * @description A tenant's own part: further limits and addresses. Both this and the installation's must let a request pass.
         */
        TenantEdgePolicy: {
            /**
             * @default {
             *       "allow": [],
             *       "deny": []
             *     }
             */
            network?: components["schemas"]["AddressRules"];
            /** Rate Limits */
            rate_limits?: components["schemas"]["RateLimit"][];
            /**
             * Version
             * @default 1
             * @constant
             */
            version?: 1;
        };
        /**
         * TenantFounded
         * @description A new tenant; the key's text is shown this once.
         */
        TenantFounded: {
            /** Api Key */
            api_key: string | null;
            tenant: components["schemas"]["TenantInstallationRead"];
        };
        /**
         * TenantImported
         * @description A tenant that came out of an archive.
         */
        TenantImported: {
            /** Accounts Linked */
            accounts_linked: number;
            /**
             * Accounts Made
             * @description Of members new here: they set a password by an invitation or a reset.
             */
            accounts_made: number;
            /**
             * Providers Without Key
             * @description Model providers whose key must be entered again.
             */
            providers_without_key: string[];
            /** Rows */
            rows: number;
            /** Slug */
            slug: string;
            /**
             * Tenant Id
             * @example tenant_01h455vb4pex5vsknk084sn02q
             */
            tenant_id: string;
        };
        /**
         * TenantInput
         * @description A new tenant and its first owner.
         */
        TenantInput: {
            /** Name */
            name: string;
            /** Owner Email */
            owner_email: string;
            /**
             * Owner Password
             * Format: password
             * @description Not used when the owner has an account in this installation already.
             */
            owner_password: string;
            /**
             * Plan Id
             * @description The plan that limits what the tenant may use.
             */
            plan_id?: string | null;
            /**
             * Residency
             * @description A label that the installation's storage must carry.
             */
            residency?: string | null;
            /**
             * With Api Key
             * @description Make an owner's API key as well.
             * @default false
             */
            with_api_key?: boolean;
        };
        /**
         * TenantInstallationRead
         * @description A tenant as the operator of the installation sees it: nothing of what is in it.
         */
        TenantInstallationRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * @example tenant_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Plan Id
             * @description What limits what it may use: see /v1/plans.
             */
            plan_id: string | null;
            /**
             * Purge At
             * @description When a tenant that is being deleted is removed for good.
             */
            purge_at: string | null;
            /** Residency */
            residency: string | null;
            /** Slug */
            slug: string;
            /** State */
            state: string;
        };
        /**
         * TenantPolicyInput
         * @description A tenant's part to put in force.
         */
        TenantPolicyInput: {
            /**
             * Based On
             * @description Number of the version it was made from; refused when another is in force by now.
             */
            based_on?: number | null;
            /**
             * Even If It Locks Me Out
             * @description Put it in force although it refuses your own address.
             * @default false
             */
            even_if_it_locks_me_out?: boolean;
            /**
             * Note
             * @description Why, for those who read the versions later.
             * @default
             */
            note?: string;
            policy: components["schemas"]["TenantEdgePolicy"];
        };
        /**
         * TenantPutBack
         * @description A tenant that is again as its backup says.
         */
        TenantPutBack: {
            /**
             * Made At
             * Format: date-time
             * @description When the backup was taken.
             */
            made_at: string;
            /** Rows */
            rows: number;
            /**
             * Tenant Id
             * @example tenant_01h455vb4pex5vsknk084sn02q
             */
            tenant_id: string;
        };
        /**
         * TenantRead
         * @description A tenant as its members see it.
         */
        TenantRead: {
            branding: components["schemas"]["Branding"] | null;
            /**
             * Id
             * @example tenant_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Name */
            name: string;
            /** Residency */
            residency: string | null;
            /** Retention Days */
            retention_days: number | null;
            /**
             * Second Factor Required
             * @description Whether members who sign in with a password must have a second factor.
             */
            second_factor_required: boolean;
            /** Slug */
            slug: string;
            /** State */
            state: string;
            /** Time Zone */
            time_zone: string;
        };
        /**
         * TextPart
         * @description A piece of text in a message.
         */
        TextPart: {
            /** Text */
            text: string;
            /**
             * Type
             * @enum {string}
             */
            type: "text" | "input_text" | "output_text";
        };
        /**
         * TlsRules
         * @description TLS where this policy's edge ends it; which certificate is a setting (`CHARTER_TLS`).
         */
        TlsRules: {
            /**
             * Minimum
             * @default 1.2
             * @enum {string}
             */
            minimum?: "1.2" | "1.3";
        };
        /**
         * ToolChange
         * @description What of a tool itself can change.
         */
        ToolChange: {
            /**
             * Owner Id
             * @description A member who answers for it from now on, and is told of it.
             */
            owner_id?: string | null;
            risk?: components["schemas"]["Risk"] | null;
            /** Tags */
            tags?: string[] | null;
            /** Title */
            title?: string | null;
        };
        /**
         * ToolCheck
         * @description Whether code can be published as it is, and what was read from it.
         */
        ToolCheck: {
            /** Description */
            description: string;
            /** Entry */
            entry: string | null;
            /** Input Schema */
            input_schema: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Output Schema */
            output_schema: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Problems */
            problems: components["schemas"]["ToolProblem"][];
            /** Valid */
            valid: boolean;
        };
        /**
         * ToolCheckInput
         * @description Code as it is being typed.
         */
        ToolCheckInput: {
            definition: components["schemas"]["PythonDefinition"];
        };
        /**
         * ToolCredentialChange
         * @description Another value of a credential.
         */
        ToolCredentialChange: {
            /**
             * Value
             * Format: password
             * @description The whole header, such as `Bearer …`; never shown again.
             */
            value: string;
        };
        /**
         * ToolCredentialInput
         * @description A header with a secret, for requests of tools to one host.
         */
        ToolCredentialInput: {
            /**
             * Header
             * @default Authorization
             */
            header?: string;
            /**
             * Host
             * @description The only host it is sent to: `host` for https, or `host:port`.
             */
            host: string;
            /** Name */
            name: string;
            /**
             * Over Http
             * @description Also send it without TLS: for hosts inside.
             * @default false
             */
            over_http?: boolean;
            /**
             * Value
             * Format: password
             * @description The whole header, such as `Bearer …`; never shown again.
             */
            value: string;
        };
        /**
         * ToolCredentialRead
         * @description A credential without its value.
         */
        ToolCredentialRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Header */
            header: string;
            /** Host */
            host: string;
            /**
             * Id
             * @example toolcredential_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /**
             * Last4
             * @description The last four characters of a long value.
             */
            last4: string | null;
            /** Name */
            name: string;
            /** Over Http */
            over_http: boolean;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * ToolGrant
         * @description A tool that the agent may call.
         */
        ToolGrant: {
            /**
             * Name
             * @example calculator
             */
            name: string;
        };
        /**
         * ToolKind
         * @description Where a tool comes from, and so which executor calls it.
         * @enum {string}
         */
        ToolKind: "built_in" | "python" | "openapi" | "mcp";
        /**
         * ToolLimits
         * @description What one call may use; one that would use more is stopped, and says so.
         */
        ToolLimits: {
            /**
             * Cpu S
             * @description Seconds of a processor, rounded up.
             * @default 5
             */
            cpu_s?: number;
            /**
             * Disk Mb
             * @description Space in /tmp, which is memory too.
             * @default 16
             */
            disk_mb?: number;
            /**
             * Memory Mb
             * @description Memory, the interpreter included.
             * @default 256
             */
            memory_mb?: number;
            /**
             * Output Kb
             * @description Result and printed text together.
             * @default 256
             */
            output_kb?: number;
            /**
             * Wall S
             * @description Seconds on the clock.
             * @default 10
             */
            wall_s?: number;
        };
        /**
         * ToolPolicyInput
         * @description A policy on tool calls.
         */
        ToolPolicyInput: {
            /**
             * Agents
             * @description Slugs of agents; empty for all, and for calls without an agent.
             */
            agents?: string[];
            /**
             * Arguments Schema
             * @description JSON Schema that the arguments must satisfy for the policy to fit.
             */
            arguments_schema?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Condition
             * @description FEEL over arguments, tool, agent, caller, tainted, sensitive and seen_output; true to fit.
             * @example arguments.amount > 100 or count(tainted) > 0
             */
            condition?: string | null;
            effect: components["schemas"]["charter__approvals__rulings__Effect"];
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /**
             * Expires After S
             * @description How long an answer may take.
             * @default 259200
             */
            expires_after_s?: number;
            /**
             * Four Eyes
             * @description Who started the run cannot approve.
             * @default false
             */
            four_eyes?: boolean;
            /** Name */
            name: string;
            /**
             * Position
             * @description The first policy that fits decides.
             * @default 100
             */
            position?: number;
            /**
             * Reason
             * @description Told to the model and to who is asked.
             * @default
             */
            reason?: string;
            /**
             * Risks
             * @description Empty for all.
             */
            risks?: components["schemas"]["Risk"][];
            /**
             * Tools
             * @description Names of tools; * stands for any characters.
             * @example [
             *       "mail_*"
             *     ]
             */
            tools: string[];
        };
        /** ToolPolicyRead */
        ToolPolicyRead: {
            /**
             * Agents
             * @description Slugs of agents; empty for all, and for calls without an agent.
             */
            agents?: string[];
            /**
             * Arguments Schema
             * @description JSON Schema that the arguments must satisfy for the policy to fit.
             */
            arguments_schema?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Condition
             * @description FEEL over arguments, tool, agent, caller, tainted, sensitive and seen_output; true to fit.
             * @example arguments.amount > 100 or count(tainted) > 0
             */
            condition?: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            effect: components["schemas"]["charter__approvals__rulings__Effect"];
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /**
             * Expires After S
             * @description How long an answer may take.
             * @default 259200
             */
            expires_after_s?: number;
            /**
             * Four Eyes
             * @description Who started the run cannot approve.
             * @default false
             */
            four_eyes?: boolean;
            /**
             * Id
             * @example toolpolicy_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Position
             * @description The first policy that fits decides.
             * @default 100
             */
            position?: number;
            /**
             * Reason
             * @description Told to the model and to who is asked.
             * @default
             */
            reason?: string;
            /**
             * Risks
             * @description Empty for all.
             */
            risks?: components["schemas"]["Risk"][];
            /**
             * Tools
             * @description Names of tools; * stands for any characters.
             * @example [
             *       "mail_*"
             *     ]
             */
            tools: string[];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * ToolProblem
         * @description One thing wrong with a tool's definition; errors keep it a draft, warnings do not.
         */
        ToolProblem: {
            /**
             * Column
             * @description Column in the line, from 1.
             */
            column?: number | null;
            /**
             * Fix
             * @description What to do about it.
             */
            fix?: string | null;
            /**
             * Line
             * @description Line in the code, from 1.
             */
            line?: number | null;
            /** Message */
            message: string;
            /**
             * Path
             * @description JSON Pointer into the definition, when it is not in the code.
             */
            path?: string | null;
            /**
             * Rule
             * @description Stable name of the rule.
             * @example python.syntax
             */
            rule: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "error" | "warning";
        };
        /**
         * ToolRead
         * @description A tool as it is called now (or, before the first publication, as its latest draft says).
         */
        ToolRead: {
            /** Definition */
            definition: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Description */
            description: string;
            /**
             * Held Because
             * @description Why it is quarantined.
             */
            held_because: string | null;
            /** Id */
            id: string | null;
            /** Input Schema */
            input_schema: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            kind: components["schemas"]["ToolKind"];
            /** Latest Version */
            latest_version: number | null;
            /** Name */
            name: string;
            /** Output Schema */
            output_schema: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Owner Id */
            owner_id: string | null;
            /** Problems */
            problems: components["schemas"]["ToolProblem"][];
            /** Published Version */
            published_version: number | null;
            risk: components["schemas"]["Risk"];
            /**
             * State
             * @description Only a tool that is `ready` can be called.
             * @enum {string}
             */
            state: "ready" | "draft" | "disabled" | "quarantined";
            /** Tags */
            tags: string[];
            /** Title */
            title: string;
            /** Updated At */
            updated_at: string | null;
        };
        /**
         * ToolRollbackInput
         * @description Which version to go back to; left out: the one published before the present one.
         */
        ToolRollbackInput: {
            /** Number */
            number?: number | null;
        };
        /**
         * ToolTemplateRead
         * @description A starting point for a tool written in Python: a tool as it stands.
         */
        ToolTemplateRead: {
            /** Code */
            code: string;
            /** Description */
            description: string;
            /**
             * Example
             * @description Arguments to try it with.
             */
            example: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Hosts */
            hosts: string[];
            /** Name */
            name: string;
            /** Slug */
            slug: string;
        };
        /**
         * ToolTest
         * @description An example that the tool must get right.
         */
        ToolTest: {
            /**
             * Compare
             * @description False: it is enough that there is a result.
             * @default true
             */
            compare?: boolean;
            /**
             * Error
             * @description Code of the error that is expected instead.
             */
            error?: string | null;
            /** @description The result; compared when `compare` is true. */
            expect?: components["schemas"]["JsonValue"];
            /** Input */
            input?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Name */
            name: string;
        };
        /**
         * ToolUsage
         * @description How often a tool was called in runs of agents in the last 30 days, and how it went.
         */
        ToolUsage: {
            /** Average Ms */
            average_ms: number | null;
            /** Calls */
            calls: number;
            /**
             * Error Rate
             * @description Failed calls among those that were not refused, from 0 to 1.
             */
            error_rate: number | null;
            /** Failures */
            failures: number;
            /**
             * Health
             * @description `failing`: its last call failed, and at least half of them did; refused calls do not count.
             * @enum {string}
             */
            health: "unknown" | "healthy" | "failing";
            /** Last Called At */
            last_called_at: string | null;
            /**
             * Last Error
             * @description Code of its last failure.
             */
            last_error: string | null;
            /** Last Failed At */
            last_failed_at: string | null;
            /** Last Succeeded At */
            last_succeeded_at: string | null;
        };
        /**
         * ToolUse
         * @description What a call used, beside its limits.
         */
        ToolUse: {
            /** Cpu Ms */
            cpu_ms: number | null;
            limits: components["schemas"]["ToolLimits"];
            /** Memory Kb */
            memory_kb: number | null;
            /** Wall Ms */
            wall_ms: number;
        };
        /**
         * ToolUser
         * @description Something that depends on a tool.
         */
        ToolUser: {
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "agent" | "workflow";
            /** Name */
            name: string;
        };
        /**
         * ToolVersionRead
         * @description A version with all it says.
         */
        ToolVersionRead: {
            /** Content Hash */
            content_hash: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Definition */
            definition: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Description */
            description: string;
            /**
             * Id
             * @example toolversion_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Input Schema */
            input_schema: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Number */
            number: number;
            /** Output Schema */
            output_schema: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Problems */
            problems: components["schemas"]["ToolProblem"][];
            /** Published At */
            published_at: string | null;
            state: components["schemas"]["ToolVersionState"];
            /** Valid */
            valid: boolean;
        };
        /**
         * ToolVersionState
         * @enum {string}
         */
        ToolVersionState: "draft" | "published" | "retired";
        /**
         * ToolVersionSummary
         * @description A version without its definition.
         */
        ToolVersionSummary: {
            /** Content Hash */
            content_hash: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * @example toolversion_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Number */
            number: number;
            /** Published At */
            published_at: string | null;
            state: components["schemas"]["ToolVersionState"];
            /** Valid */
            valid: boolean;
        };
        /**
         * Topic
         * @description Something that texts are about, told by examples of such texts.
         */
        Topic: {
            /**
             * Examples
             * @description English works best; several ways to say several things.
             */
            examples: string[];
            /** Name */
            name: string;
        };
        /**
         * TrialInput
         * @description A call to try the policies on.
         */
        TrialInput: {
            /** Agent */
            agent?: string | null;
            /** Arguments */
            arguments: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Tool */
            tool: string;
            /**
             * Tool Output
             * @description What a tool has returned before.
             * @default
             */
            tool_output?: string;
            /**
             * User Input
             * @description What the user has asked.
             * @default
             */
            user_input?: string;
        };
        /**
         * TrialRead
         * @description What the policies say.
         */
        TrialRead: {
            effect: components["schemas"]["charter__approvals__rulings__Effect"];
            /** Policy */
            policy: string | null;
            /** Reason */
            reason: string;
            /**
             * Tainted
             * @description JSON Pointers to arguments that came out of tools or documents.
             */
            tainted: string[];
        };
        /**
         * UnreadViolations
         * @description What a person has not seen yet.
         */
        UnreadViolations: {
            /** Newest */
            newest: string | null;
            /**
             * Unread
             * @description At most 1000.
             */
            unread: number;
        };
        /**
         * UsageReport
         * @description A report of usage, largest cost first. Money is in millionths of a US dollar.
         */
        UsageReport: {
            /** Rows */
            rows: components["schemas"]["UsageRow"][];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Truncated */
            truncated: boolean;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * UsageRow
         * @description Usage summed: by the dimensions that were asked for.
         */
        UsageRow: {
            /** By */
            by: {
                [key: string]: string | null;
            };
            /** Cost Micros */
            cost_micros: number;
            /** Input Tokens */
            input_tokens: number;
            /** Model Calls */
            model_calls: number;
            /** Output Tokens */
            output_tokens: number;
            /** Runs */
            runs: number;
        };
        /**
         * UserDocument
         * @description A user as a directory sends it.
         */
        UserDocument: {
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /** Displayname */
            displayName?: string | null;
            /** Emails */
            emails?: {
                [key: string]: components["schemas"]["JsonValue"];
            }[] | null;
            /** Externalid */
            externalId?: string | null;
            /** Name */
            name?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Username */
            userName: string;
        };
        /**
         * UserSessionList
         * @description Signed-in browsers of one person in this tenant, newest first.
         */
        UserSessionList: {
            /** Items */
            items: components["schemas"]["UserSessionRead"][];
        };
        /**
         * UserSessionRead
         * @description A signed-in browser.
         */
        UserSessionRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Current
             * @description True for the session that asks.
             */
            current: boolean;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * @example session_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** User Agent */
            user_agent: string | null;
        };
        /** UserTaskChange */
        UserTaskChange: {
            /** Assignee */
            assignee?: string | null;
            /** Candidate Groups */
            candidate_groups?: string[] | null;
            /** Candidate Users */
            candidate_users?: string[] | null;
            /** Due Date */
            due_date?: string | null;
            /** Follow Up Date */
            follow_up_date?: string | null;
            /** Priority */
            priority?: number | null;
        };
        /** UserTaskCompletion */
        UserTaskCompletion: {
            /**
             * Variables
             * @description Variables by name; any JSON.
             * @default {}
             */
            variables?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /** UserTaskRead */
        UserTaskRead: {
            /** Assignee */
            assignee: string | null;
            /** Candidate Groups */
            candidate_groups: string[];
            /** Candidate Users */
            candidate_users: string[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Due Date */
            due_date: string | null;
            /** Ended At */
            ended_at: string | null;
            /** Follow Up Date */
            follow_up_date: string | null;
            /** Form */
            form: string | null;
            /**
             * Id
             * @example task_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /**
             * Instance Id
             * @example instance_01h455vb4pex5vsknk084sn02q
             */
            instance_id: string;
            /** Key */
            key: number;
            /** Name */
            name: string | null;
            /** Node */
            node: string;
            /** Priority */
            priority: number;
            /** Process Id */
            process_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "creating" | "created" | "completed" | "cancelled";
        };
        /**
         * ValidationInput
         * @description A definition to look at, and of which agent it is to be, if there is one: that tells circles of hand-offs.
         */
        ValidationInput: {
            /**
             * Agent
             * @description Slug of the agent whose definition this is.
             */
            agent?: string | null;
            /** Definition */
            definition: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /** VariablesInput */
        VariablesInput: {
            /**
             * Key
             * @description Key of an element instance, counted from 1 inside its process instance.
             * @default 1
             */
            key?: number;
            /**
             * Local
             * @default false
             */
            local?: boolean;
            /**
             * Variables
             * @description Variables by name; any JSON.
             */
            variables: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * ViolationAlertInput
         * @description Who is to be told of new violations.
         */
        ViolationAlertInput: {
            /**
             * Actions
             * @description Of which hits.
             * @default [
             *       "ask",
             *       "block",
             *       "end"
             *     ]
             */
            actions?: ("flag" | "redact" | "ask" | "block" | "end")[];
            /**
             * Every Minutes
             * @description Mail at most this often; what came meanwhile is one digest.
             * @default 60
             */
            every_minutes?: number;
            /**
             * Kind
             * @description Mail goes to those who may write guardrails.
             * @enum {string}
             */
            kind: "webhook" | "mail";
            /**
             * Url
             * @description Where a webhook goes.
             */
            url?: string | null;
        };
        /**
         * ViolationAlertMade
         * @description A new alert; the secret is shown this once.
         */
        ViolationAlertMade: {
            /** Actions */
            actions: ("flag" | "redact" | "ask" | "block" | "end")[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Every Minutes */
            every_minutes: number;
            /**
             * Id
             * @example violationalert_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "webhook" | "mail";
            /** Last Error */
            last_error: string | null;
            /**
             * Secret
             * @description Signs the requests of a webhook as Standard Webhooks say.
             */
            secret: string | null;
            /** Sent At */
            sent_at: string | null;
            /** Url */
            url: string | null;
        };
        /**
         * ViolationAlertRead
         * @description Who is told of new violations, and how the last telling went.
         */
        ViolationAlertRead: {
            /** Actions */
            actions: ("flag" | "redact" | "ask" | "block" | "end")[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Every Minutes */
            every_minutes: number;
            /**
             * Id
             * @example violationalert_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "webhook" | "mail";
            /** Last Error */
            last_error: string | null;
            /** Sent At */
            sent_at: string | null;
            /** Url */
            url: string | null;
        };
        /**
         * ViolationChange
         * @description What somebody thinks of a violation.
         */
        ViolationChange: {
            /**
             * Note
             * @default
             */
            note?: string;
            state: components["schemas"]["ViolationState"];
        };
        /**
         * ViolationRead
         * @description A text that hit a rule.
         */
        ViolationRead: {
            action: components["schemas"]["Action"];
            /** Agent Id */
            agent_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Detector */
            detector: string;
            /** Evidence */
            evidence: string;
            /**
             * Id
             * @example violation_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Instance Id */
            instance_id: string | null;
            /** Model Version */
            model_version: string;
            /** Note */
            note: string;
            /**
             * Origin
             * @description What the text belonged to.
             * @enum {string}
             */
            origin: "run" | "workflow" | "gateway" | "trial";
            /** Policy Id */
            policy_id: string | null;
            /** Policy Number */
            policy_number: number;
            /** Run Id */
            run_id: string | null;
            /** Score */
            score: number;
            /** Shadow */
            shadow: boolean;
            /** Spans */
            spans: components["schemas"]["GuardrailSpan"][];
            stage: components["schemas"]["Stage"];
            state: components["schemas"]["ViolationState"];
            /**
             * Tool
             * @description The tool that the text was going to or came from.
             */
            tool: string | null;
        };
        /**
         * ViolationState
         * @enum {string}
         */
        ViolationState: "open" | "confirmed" | "false_positive" | "appealed";
        /**
         * VirtualServerChange
         * @description What changes of a virtual server.
         */
        VirtualServerChange: {
            /** Agents */
            agents?: string[] | null;
            /** Enabled */
            enabled?: boolean | null;
            /** Instructions */
            instructions?: string | null;
            /** Tools */
            tools?: string[] | null;
            /** Workflows */
            workflows?: string[] | null;
        };
        /**
         * VirtualServerInput
         * @description What MCP clients at ``/mcp/NAME`` can use; the name ``default`` is what they find at ``/mcp`` itself.
         */
        VirtualServerInput: {
            /**
             * Agents
             * @description Slugs of agents; callers see those they may run.
             */
            agents?: string[];
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /**
             * Instructions
             * @description Told to clients, for their models.
             * @default
             */
            instructions?: string;
            /**
             * Name
             * @example support
             */
            name: string;
            /** Tools */
            tools?: string[];
            /**
             * Workflows
             * @description Ids of processes in their BPMN files.
             */
            workflows?: string[];
        };
        /**
         * VirtualServerRead
         * @description A virtual MCP server.
         */
        VirtualServerRead: {
            /** Agents */
            agents: string[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Enabled */
            enabled: boolean;
            /**
             * Id
             * @example virtualserver_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** Instructions */
            instructions: string;
            /** Name */
            name: string;
            /** Tools */
            tools: string[];
            /** Workflows */
            workflows: string[];
        };
        /**
         * Effect
         * @enum {string}
         */
        charter__access__rights__Effect: "allow" | "deny";
        /**
         * Effect
         * @description What a policy does with a call that fits it.
         * @enum {string}
         */
        charter__approvals__rulings__Effect: "allow" | "deny" | "ask";
        /**
         * MessageRead
         * @description One thing said in a conversation; ``run_id`` leads to how the answer came about.
         */
        charter__runs__schemas__MessageRead: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Error */
            error: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Role
             * @enum {string}
             */
            role: "user" | "assistant";
            /**
             * Run Id
             * @example run_01h455vb4pex5vsknk084sn02q
             */
            run_id: string;
            run_state: components["schemas"]["RunState"];
            /** Text */
            text: string;
        };
        /** MessageRead */
        charter__workflows__schemas__MessageRead: {
            /** Correlated */
            correlated: number;
            /** Duplicate */
            duplicate: boolean;
            /** Id */
            id: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    explainAccess: {
        parameters: {
            query: {
                permission: string;
                /** @description `user_…`, `key_…` or `service_…`. Default: the caller. */
                who?: string | null;
                /** @description On this agent; else: on everything. */
                agent_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessExplanation"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such user or key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    whoCan: {
        parameters: {
            query: {
                permission: string;
                /** @description On this agent; else: on everything. */
                agent_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrincipalList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAgentTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TemplateRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgentTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent template not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewAgentTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplatePreviewInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatePreview"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent template not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAgents: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AgentSummary_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent template not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent slug is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyAgents: {
        parameters: {
            query?: {
                /** @description Only say what would be done. */
                dry_run?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Agent files: YAML documents, one agent each. */
        requestBody: {
            content: {
                /**
                 * @example api_version: charter/v1
                 *     kind: Agent
                 *     name: Helpdesk
                 *     slug: helpdesk
                 *     definition:
                 *       instructions: Answer questions about our opening hours.
                 *       tools:
                 *       - name: clock
                 */
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplyResult"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent slug is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importAgent: {
        parameters: {
            query?: {
                /** @description Publish it at once; else it is a draft. */
                publish?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Agent files: YAML documents, one agent each. */
        requestBody: {
            content: {
                /**
                 * @example api_version: charter/v1
                 *     kind: Agent
                 *     name: Helpdesk
                 *     slug: helpdesk
                 *     definition:
                 *       instructions: Answer questions about our opening hours.
                 *       tools:
                 *       - name: clock
                 */
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent slug is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgentSchema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateAgentDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValidationInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionCheck"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cloneAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloneInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent slug is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diffAgentVersions: {
        parameters: {
            query?: {
                /** @description Default: the published version, or the one before `to`. */
                from?: number | null;
                /** @description Default: the latest version. */
                to?: number | null;
            };
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionDiff"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found; Agent version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent's file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example api_version: charter/v1
                     *     kind: Agent
                     *     name: Helpdesk
                     *     slug: helpdesk
                     *     definition:
                     *       instructions: Answer questions about our opening hours.
                     *       tools:
                     *       - name: clock
                     */
                    "application/yaml": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollBackAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollbackInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found; Agent version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing to roll back to */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAgentVersions: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before. */
                cursor?: string | null;
                /** @description How many items at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AgentVersionSummary_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAgentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefinitionInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
                /** @description The version's number. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found; Agent version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishAgentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id or slug. */
                agent: string;
                /** @description The version's number. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found; Agent version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent version is not a draft */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiKeyRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description API key not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description API key not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApiKeyRotation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description API key not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description API key was revoked */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                /** @description Only those in this state. */
                state?: components["schemas"]["ApprovalState"] | null;
                /** @description Only those of this run or process instance. */
                origin?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CallApprovalRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallApprovalRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Approval not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallApprovalRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Somebody else must decide; Tool call is denied */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Approval not found; Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Approval is settled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delegateApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DelegationInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallApprovalRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Somebody else must decide */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Approval not found; Member not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Approval is settled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readApprovalText: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldTextRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Somebody else must decide */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Approval not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Approval is about no text; Approval is settled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditCheckpoints: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditCheckpointRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLatestAuditCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditCheckpointRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Audit checkpoint not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                size: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditCheckpointRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Audit checkpoint not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proveAuditConsistency: {
        parameters: {
            query?: {
                /** @description The smaller size. */
                first?: number;
                /** @description The larger size; default: the newest. */
                second?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsistencyProofRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Audit checkpoint not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchAuditEntries: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description One action, or all below it: `agent.` */
                action?: string | null;
                /** @description Id of a user, key or service. */
                actor?: string | null;
                resource_kind?: string | null;
                /** @description Id of what it was done to. */
                resource?: string | null;
                /** @description From this moment on. */
                since?: string | null;
                /** @description Before this moment. */
                until?: string | null;
                /** @description Words that all are in the entry. */
                text?: string | null;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditEntryRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Audit entry not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proveAuditEntry: {
        parameters: {
            query?: {
                /** @description Of the checkpoint; default: the newest. */
                size?: number | null;
            };
            header?: never;
            path: {
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InclusionProofRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Audit entry not found; Audit checkpoint not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Audit entry is not signed yet */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditErasures: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditErasureRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseFromAuditLog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuditErasureInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditErasureRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A legal hold is active */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAuditLog: {
        parameters: {
            query?: {
                format?: components["schemas"]["ExportFormat"];
                /** @description One action, or all below it: `agent.` */
                action?: string | null;
                /** @description Id of a user, key or service. */
                actor?: string | null;
                resource_kind?: string | null;
                /** @description Id of what it was done to. */
                resource?: string | null;
                /** @description From this moment on. */
                since?: string | null;
                /** @description Before this moment. */
                until?: string | null;
                /** @description Words that all are in the entry. */
                text?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Audit checkpoint not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditKeysRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Audit checkpoint not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeAuditReport: {
        parameters: {
            query?: {
                /** @description Default: 30 days before until. */
                since?: string | null;
                /** @description Default: now. */
                until?: string | null;
                format?: components["schemas"]["ReportFormat"];
            };
            header?: never;
            path: {
                kind: components["schemas"]["ReportKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditSettingsRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeAuditSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuditSettingsInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditSettingsRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBudgets: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BudgetRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createBudget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BudgetInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such user, key, team or object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Budget name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBudget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                budget_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Budget not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteBudget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                budget_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Budget not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Budget belongs to the tenant's plan */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeBudget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                budget_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BudgetChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Budget not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Budget name is taken; Budget belongs to the tenant's plan */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluateConditions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConditionsInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConditionsRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Variables are too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConversations: {
        parameters: {
            query?: {
                /** @description Only those with this agent (id or slug). */
                agent?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ConversationRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conversation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conversation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run is not in the right state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MessageRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conversation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEdgeBans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createEdgeBan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BanInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    liftEdgeBan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ban_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ban not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEdgePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyRead_TenantEdgePolicy_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceEdgePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantPolicyInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyRead_TenantEdgePolicy_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Edge policy was changed meanwhile; Edge policy would lock you out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateEdgePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantEdgePolicy"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyChecked_TenantEdgePolicy_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGuardrailCases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailCaseRead"][];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createGuardrailCase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardrailCaseInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailCaseRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many guardrail test cases */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runGuardrailCases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardrailCaseRunInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailCaseRunRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail policy not found; Guardrail policy version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGuardrailCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail test case not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGuardrailExceptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailExceptionRead"][];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGuardrailException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail exception not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGuardrailModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailModelVersionRead"][];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    installGuardrailModel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/zip": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailModelVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail model version exists */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareGuardrailModels: {
        parameters: {
            query?: {
                /** @description How far back. */
                days?: number;
            };
            header?: never;
            path: {
                /** @description The name of a model. */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailModelComparison"][];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollBackGuardrailModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a model. */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailModelVersionRead"][];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing to roll back */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGuardrailModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a model. */
                model: string;
                /** @description A version of the model. */
                model_version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailModelDetail"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail model not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeGuardrailModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a model. */
                model: string;
                /** @description A version of the model. */
                model_version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail model not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail model version is in use */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activateGuardrailModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a model. */
                model: string;
                /** @description A version of the model. */
                model_version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardrailModelActivation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailModelVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail model not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail model version is in use */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shadowGuardrailModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a model. */
                model: string;
                /** @description A version of the model. */
                model_version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailModelVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail model not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail model version is in use */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGuardrailPolicies: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_GuardrailPolicyRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createGuardrailPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardrailPolicyInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailPolicyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail policy name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGuardrailPolicy: {
        parameters: {
            query?: {
                /** @description The version to show; default: the one that applies. */
                number?: number | null;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailPolicyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail policy not found; Guardrail policy version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGuardrailPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail policy not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeGuardrailPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardrailPolicyChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailPolicyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail policy not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail policy name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activateGuardrailPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardrailPolicyActivation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailPolicyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail policy not found; Guardrail policy version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dryRunGuardrailPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardrailDryRunInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailDryRunRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Guardrail policy not found; Guardrail policy version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkText: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardrailCheckInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailVerdict"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJudgeCategories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgeCategoryRead"][];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGuardrailModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailModelRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listIncidents: {
        parameters: {
            query?: {
                instance?: string | null;
                resolved?: boolean | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_IncidentRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Incident not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolveIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Incident not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInstallationEdgePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyRead_EdgePolicy_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceInstallationEdgePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstallationPolicyInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyRead_EdgePolicy_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Edge policy was changed meanwhile; Edge policy would lock you out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateInstallationEdgePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EdgePolicy-Input"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyChecked_EdgePolicy_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInstallationEdgePolicyVersions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyVersions"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInstallationEdgePolicyVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                edge_version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyRead_EdgePolicy_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_InvitationRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationSent"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Already a member */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationAcceptance"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-in refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Already a member */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invitation is not valid any more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookAtInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationOffer"];
                };
            };
            /** @description Invitation is not valid any more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invitation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invitation is over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationSent"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invitation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invitation is over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                type?: string | null;
                state?: ("ready" | "leased" | "failed") | null;
                instance?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_JobRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    leaseJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaseInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeasedJobs"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Job not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Job not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Variables are too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    throwJobError: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErrorInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Job not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Variables are too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    extendJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtendInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Job not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    failJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FailInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Job not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Variables are too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishMcpAuthorization: {
        parameters: {
            query?: {
                /** @description As it was in the address the caller went to. */
                state?: string;
                /** @description From the authorization server. */
                code?: string;
                /** @description The authorization server, as it says. */
                iss?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizationDone"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This authorization was not begun, or is over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authorization at the MCP server failed */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMcpServers: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_McpServerSummary_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connectMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["McpServerInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server name is taken; Command of the MCP server is not allowed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server cannot be reached; MCP server refuses the credential; MCP server does not follow the protocol; Authorization at the MCP server failed */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many programs of MCP servers are at work; MCP server is paused after failures; Too many MCP servers are being asked */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The server's name or id. */
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The server's name or id. */
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The server's name or id. */
                server: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["McpServerChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server was changed meanwhile; Command of the MCP server is not allowed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No language model is available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveMcpTools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The server's name or id. */
                server: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server not found; MCP server does not offer this tool */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server was changed meanwhile; Tool's texts look like hidden instructions */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginMcpAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The server's name or id. */
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizationBegun"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authorization at the MCP server failed */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endMcpAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The server's name or id. */
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The server's name or id. */
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server was changed meanwhile; MCP server has no credential; You have not connected your account at this MCP server */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many MCP servers are being asked */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refuseMcpTools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The server's name or id. */
                server: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefusalInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpToolList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server not found; MCP server does not offer this tool */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMcpTools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The server's name or id. */
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpToolList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMcpVirtualServers: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VirtualServerRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMcpVirtualServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VirtualServerInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualServerRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Name of the virtual MCP server is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMcpVirtualServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The virtual server's name or id. */
                virtual: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualServerRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Virtual MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMcpVirtualServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The virtual server's name or id. */
                virtual: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Virtual MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMcpVirtualServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The virtual server's name or id. */
                virtual: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VirtualServerChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualServerRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Virtual MCP server not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MemberRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Already a member */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Member not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A tenant keeps at least one owner */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMemberRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Member not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A tenant keeps at least one owner */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offerPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordResetLink"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Member not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No local account; Account belongs to other tenants too */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMemberSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Member not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No local account; Account belongs to other tenants too */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMemberSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSessionList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Member not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeMemberSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Member not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBpmnMessages: {
        parameters: {
            query?: {
                state?: ("buffered" | "correlated" | "expired") | null;
                name?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MessageSummary_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["charter__workflows__schemas__MessageRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Variables are too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModelOffers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptModelOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model offer */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Model provider exists already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModelProviders: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ProviderRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createModelProvider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Model provider exists already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model provider */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModelProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model provider */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Model provider is in use */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateModelProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model provider */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkModelProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model provider */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Model provider has no key */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviderModels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelNames"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model provider */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Model provider has no key */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showProviderModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDetails"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model provider */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Only an Ollama provider can do this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Model provider has no such model */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pullProviderModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PullInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model provider */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Only an Ollama provider can do this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModelRoutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RouteRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createModelRoute: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RouteInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Model route exists already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelRoute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The route's id or name. */
                route: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model route */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceModelRoute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The route's id or name. */
                route: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RouteInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model route */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Model route exists already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModelRoute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The route's id or name. */
                route: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such model route */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setModelCapabilities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CapabilitiesInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModelCapabilities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createChatCompletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatCompletionInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent is not published */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No language model is available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOpenAiModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiModelList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createResponse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResponseInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent is not published */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No language model is available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importOpenApiTools: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenApiImportInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiImported"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OpenAPI document could not be fetched */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewOpenApiTools: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenApiSource"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiPreview"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OpenAPI document could not be fetched */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryOpenApiTool: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenApiTrialInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiTrial"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is disabled; Tool is quarantined; Tool credential is missing */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server of the API answered with an error; Tool failed */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyRegistered"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Passkey refused */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No local account; Passkeys need a host name */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyChallengeRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Password is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No local account; Too many passkeys; Passkeys need a host name */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renamePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Passkey not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Password is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Passkey not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No local account */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Password is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No local account */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askForPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completePasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetCompletion"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Reset link is not valid any more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPermissionRules: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RuleRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPermissionRule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role not found; No such user, key, team or object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Permission rule or assignment exists */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePermissionRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Permission rule not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPlans: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PlanRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Plan name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Plan not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Plan not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Plan name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retirePlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Plan not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProcessInstances: {
        parameters: {
            query?: {
                process?: string | null;
                state?: ("active" | "completed" | "terminated") | null;
                /** @description Only those it called. */
                parent?: string | null;
                /** @description With or without open incidents. */
                incidents?: boolean | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_InstanceRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startProcessInstance: {
        parameters: {
            query?: {
                /** @description Wait for the end so long, for example `30s`. */
                wait?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Workflow definition not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state; Idempotency key was used for another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Variables are too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelProcessInstances: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkCancelInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResult"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProcessInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instance_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceDetail"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Process instance not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelProcessInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instance_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Process instance not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInstanceDecisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instance_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionRead"][];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Process instance not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followProcessInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description The last event seen. */
                "last-event-id"?: number | null;
            };
            path: {
                instance_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Process instance not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProcessInstanceHistory: {
        parameters: {
            query?: {
                after_revision?: number;
                /** @description How many items at most. */
                limit?: number;
            };
            header?: never;
            path: {
                instance_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Process instance not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    migrateProcessInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instance_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrateInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Process instance not found; Workflow definition not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    modifyProcessInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instance_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModifyInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Process instance not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseProcessInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instance_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Process instance not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeProcessInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instance_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Process instance not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setProcessInstanceVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instance_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VariablesInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Process instance not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Variables are too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoleAssignments: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AssignmentRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role not found; No such user, key, team or object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Permission rule or assignment exists */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unassignRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assignment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role assignment not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role is built in; Role is in use */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role is built in */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description Only runs of this agent (id or slug). */
                agent?: string | null;
                /** @description Only runs in this state. */
                state?: components["schemas"]["RunState"] | null;
                /** @description Only runs of this conversation. */
                conversation_id?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RunRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description text/event-stream answers with the run's events. */
                accept?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunInput"];
            };
        };
        responses: {
            /** @description The finished run (`wait`), or its events as they come (`Accept: text/event-stream`). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent not found; Agent version not found; Conversation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Agent is not published; Conversation belongs to another agent; Idempotency key was used for another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No language model is available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run is not in the right state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRunEvents: {
        parameters: {
            query?: {
                /** @description Only events with a higher seq. */
                after?: number;
                /** @description How many items at most. */
                limit?: number;
            };
            header?: {
                /** @description text/event-stream streams the events. */
                accept?: string;
                /** @description Resume after this event. */
                "last-event-id"?: string | null;
            };
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events, or all of them as they come (`Accept: text/event-stream`). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                    "text/event-stream": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run is not in the right state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run is not in the right state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inspectRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunStateRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRunSteps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Run not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enrolSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorEnrolment"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Password is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No local account; Does not fit the state of the second factor */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Code is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Does not fit the state of the second factor */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disableSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Password is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No local account */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listServiceAccounts: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ServiceAccountRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createServiceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceAccountInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service account name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServiceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service account not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteServiceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service account not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeServiceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceAccountChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role not found; Service account not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service account name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disableServiceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service account not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableServiceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service account not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listServiceAccountKeys: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                service_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ServiceAccountKeyRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service account not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createServiceAccountKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceAccountKeyInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountKeyCreated"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service account not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeServiceAccountKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_account_id: string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountKeyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service account not found; API key not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateServiceAccountKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_account_id: string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApiKeyRotation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountKeyCreated"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service account not found; API key not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description API key was revoked */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRead"];
                };
            };
            /** @description Sign-in refused; A code is needed as well */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request names another tenant */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF token is missing or wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signInWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeySignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRead"];
                };
            };
            /** @description Sign-in refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request names another tenant */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Passkeys need a host name */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askForPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyChallengeRead"];
                };
            };
            /** @description Passkeys need a host name */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answerSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorAnswer"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRead"];
                };
            };
            /** @description Sign-in refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Code is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answerSecondFactorWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorPasskey"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRead"];
                };
            };
            /** @description Sign-in refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Code is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Passkeys need a host name */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askForSecondPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorChallengeInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorOptions"];
                };
            };
            /** @description Sign-in refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Passkeys need a host name */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSessionList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeAllSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Session not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupState"];
                };
            };
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRead"];
                };
            };
            /** @description Setup token is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Charter is set up already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSignOnOffers: {
        parameters: {
            query?: {
                /** @description A tenant's slug. */
                tenant?: string | null;
                /** @description Leaves out ways for other domains. */
                email?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOnOffers"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSignOnConnections: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SignOnConnectionRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSignOnConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignOnConnectionInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOnConnectionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-on connection exists already; Issuer and audience are in use */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSignOnConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOnConnectionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-on connection not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSignOnConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-on connection not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A tenant keeps at least one owner */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSignOnConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignOnConnectionChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOnConnectionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-on connection not found; Team not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-on connection exists already; Issuer and audience are in use */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkSignOnConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOnConnectionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-on connection not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createScimToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimTokenCreated"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-on connection not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteScimToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-on connection not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSessionsFromProvider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    logout_token: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Logout token refused */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishSignOn: {
        parameters: {
            query?: {
                state?: string;
                code?: string | null;
                error?: string | null;
                iss?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Back to the workbench */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-on refused; No role in this tenant */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-on connection not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Address belongs to another member */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF token is missing or wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startSignOn: {
        parameters: {
            query?: {
                /** @description A path of the workbench. */
                return_to?: string;
                /** @description Who is probably signing in. */
                login_hint?: string | null;
            };
            header?: never;
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-on connection not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    broadcastSignal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignalInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Variables are too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTeams: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TeamRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTeam: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addTeamMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team not found; No such user, key, team or object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeTeamMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addTeamServiceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
                service_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted; Role is higher than your own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team not found; No such user, key, team or object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeTeamServiceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
                service_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Team not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOwnTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeOwnTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You have no second factor yourself */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Budget is exhausted */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backUpOwnTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportOwnTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TenantInstallationRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantFounded"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Plan not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Residency is not offered here; Plan is retired */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importTenant: {
        parameters: {
            query?: {
                /** @description Of the new tenant; the archive's when not given. */
                name?: string | null;
                /** @description Make members of people who have an account here already. */
                link_accounts?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/zip": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantImported"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Archive is of another version; Residency is not offered here; Members have an account here */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Archive is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTenantBack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/zip": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantPutBack"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Archive is of another version; Tenant is in another state; Tenant's work has not stopped yet */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Archive is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantInstallationRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTenant: {
        parameters: {
            query?: {
                /** @description Until then it can be restored. */
                grace_days?: number;
            };
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantInstallationRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant is in another state; Tenant is your own */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant is in another state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setTenantPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanChoice"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantInstallationRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant not found; Plan not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Plan is retired */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantInstallationRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant is in another state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantInstallationRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant is in another state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspendTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantInstallationRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tenant is in another state; Tenant is your own */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listToolCredentials: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ToolCredentialRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToolCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolCredentialInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolCredentialRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool credential name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteToolCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The credential's id. */
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool credential not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeToolCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The credential's id. */
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolCredentialChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolCredentialRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool credential not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listToolPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolPolicyRead"][];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToolPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolPolicyInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolPolicyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool policy name is taken; Too many tool policies */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryToolPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getToolPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolPolicyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool policy not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeToolPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolPolicyInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolPolicyRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool policy not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool policy name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteToolPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool policy not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listToolTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ToolTemplateRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getToolTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolTemplateRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool template not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTools: {
        parameters: {
            query?: {
                /** @description What is looked for; see `by`. */
                q?: string;
                /** @description `words`: all of them occur in name, title, description or tags. `meaning`: whatever the words, the best first, with a score and on one page. */
                by?: "words" | "meaning";
                /** @description Only tools of this kind. */
                kind?: components["schemas"]["ToolKind"] | null;
                /** @description Only tools of this risk class. */
                risk?: components["schemas"]["Risk"] | null;
                /** @description Only tools with this tag. */
                tag?: string | null;
                /** @description Only tools in this state. */
                state?: ("ready" | "draft" | "disabled" | "quarantined") | null;
                /** @description Say how often each was called in the last 30 days. */
                recent?: boolean;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
                /** @description How many items at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedTool_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTool: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PythonToolInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dryRunTool: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DryRunInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool credential is missing */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateTool: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolCheckInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolCheck"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is built in */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found; Member not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is built in */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disableTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollBackTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolRollbackInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found; Tool version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is built in; Nothing to roll back to */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getToolUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolUsage"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listToolUsers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ToolUser_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listToolVersions: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before. */
                cursor?: string | null;
                /** @description How many items at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ToolVersionSummary_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is built in */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToolVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PythonVersionInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is built in; Tool is of another kind */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getToolVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
                /** @description The version's number. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found; Tool version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is built in */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishToolVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
                /** @description The version's number. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolVersionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found; Tool version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is built in; Tool version is not a draft */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testToolVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name or id. */
                tool: string;
                /** @description The version's number. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExampleReport"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool not found; Tool version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is built in; Tool is of another kind */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Tool is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: {
                /** @description agent, model, provider, user, key, team, day, month; repeat for several. */
                by?: string[] | null;
                /** @description Default: 30 days before `until`. */
                since?: string | null;
                /** @description Default: now. */
                until?: string | null;
            };
            header?: {
                /** @description text/csv gives a table. */
                accept?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageReport"];
                    "text/csv": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUserTasks: {
        parameters: {
            query?: {
                state?: ("creating" | "created" | "completed" | "cancelled") | null;
                assignee?: string | null;
                candidate_group?: string | null;
                instance?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UserTaskRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUserTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserTaskRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description User task not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeUserTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserTaskChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description User task not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeUserTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserTaskCompletion"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description User task not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Variables are too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listViolationAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViolationAlertRead"][];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createViolationAlert: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViolationAlertInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViolationAlertMade"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many violation alerts */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteViolationAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Violation alert not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listViolations: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                state?: components["schemas"]["ViolationState"] | null;
                detector?: ("length" | "pii" | "names" | "addresses" | "secrets" | "links" | "nesting" | "injection" | "indirect" | "harm" | "toxicity" | "words" | "language" | "topic" | "off_topic" | "groundedness" | "judge") | string | null;
                run_id?: string | null;
                agent_id?: string | null;
                instance_id?: string | null;
                tool?: string | null;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ViolationRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markViolationsSeen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenViolations"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Violation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUnreadViolations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadViolations"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getViolation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViolationRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Violation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    judgeViolation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViolationChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViolationRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Violation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exceptViolation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardrailExceptionInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailExceptionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Violation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    learnFromViolation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FalsePositiveInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FalsePositiveRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Violation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many guardrail test cases */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkflowDefinitions: {
        parameters: {
            query?: {
                kind?: ("process" | "decision" | "form") | null;
                /** @description Only versions of this one. */
                key?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DefinitionRead_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWorkflowDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                definition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Workflow definition not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWorkflowDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                definition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Workflow definition not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Workflow definition is in use */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWorkflowDefinitionFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                definition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Workflow definition not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deployWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentOptions"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    layoutWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FileInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileRead"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lintWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LintResult"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
