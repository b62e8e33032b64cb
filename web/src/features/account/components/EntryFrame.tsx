import type { ReactNode } from "react";
import logo from "@/ui/charter.svg";
import "./entry.css";

/** The calm frame around the pages one sees before being signed in. */
export function EntryFrame({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <main className="entry">
      <div className="entry-box">
        <div className="entry-brand">
          <img src={logo} alt="" width="36" height="36" />
          <span>Charter</span>
        </div>
        <h1>{title}</h1>
        <p className="soft">{lead}</p>
        {children}
      </div>
    </main>
  );
}
