/** A column's name, and whether it holds numbers, which stand right. */
export type Column = string | { number: string };

/** The head of a table. `actions` adds a column of buttons, whose name is for those who hear the page. */
export function TableHead({ columns, actions = false }: { columns: readonly Column[]; actions?: boolean }) {
  return (
    <thead>
      <tr>
        {columns.map((column) =>
          typeof column === "string" ? (
            <th key={column}>{column}</th>
          ) : (
            <th key={column.number} className="number">
              {column.number}
            </th>
          ),
        )}
        {actions ? (
          <th>
            <span className="visually-hidden">Actions</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
