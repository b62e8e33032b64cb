import type { routes } from "./generated/routes";
import type { operations } from "./generated/schema";

export type OperationId = keyof typeof routes & keyof operations;

type Body<Content> = Content extends { "application/json": infer Json }
  ? Json
  : Content extends { "application/yaml": unknown }
    ? string
    : never;
type Answers<Op> = Op extends { responses: infer Responses } ? Responses : never;
type Good<Responses> = Responses extends { 200: infer Good } ? Good : never;
type Made<Responses> = Responses extends { 201: infer Made }
  ? Made
  : Responses extends { 202: infer Accepted }
    ? Accepted
    : never;
type ContentOf<Answer> = Answer extends { content: infer Content }
  ? Content extends { "application/json": infer Json }
    ? Json
    : string
  : undefined;

/** The answer of an operation: its JSON document, text, or nothing. Where it makes something, that is the answer. */
export type Result<Id extends OperationId> = ContentOf<
  [Made<Answers<operations[Id]>>] extends [never] ? Good<Answers<operations[Id]>> : Made<Answers<operations[Id]>>
>;

type Path<Op> = Op extends { parameters: { path: infer Path } } ? { path: Path } : object;
type Query<Op> = Op extends { parameters: { query?: infer Query } }
  ? [Query] extends [never]
    ? object
    : [Query] extends [undefined]
      ? object
      : { query?: Partial<Query> }
  : object;
type Sent<Op> = Op extends { requestBody: { content: infer Content } } ? { body: Body<Content> } : object;

/**
 * What an operation needs: the values of its path, its query and its body.
 *
 * Asked of each operation by itself: an intersection over all of them would be one of all their combinations.
 */
export type Arguments<Id extends OperationId> = Id extends unknown
  ? Path<operations[Id]> & Query<operations[Id]> & Sent<operations[Id]>
  : never;
