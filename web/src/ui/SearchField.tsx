import { useEffect, useRef, useState } from "react";
import { TextField } from "./Field";

const PAUSE_MS = 250;

interface Props {
  label: string;
  value: string;
  onValue: (value: string) => void;
  placeholder?: string;
}

/** A field to search with: what was typed is told once somebody pauses, and follows when the value changes elsewhere. */
export function SearchField({ label, value, onValue, placeholder }: Props) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const [told, setTold] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (value !== seen) {
    setSeen(value);
    if (value !== told) {
      setTold(value);
      setText(value);
    }
  }
  const change = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setTold(next);
      onValue(next);
    }, PAUSE_MS);
  };
  return <TextField label={label} type="search" value={text} onValue={change} placeholder={placeholder} />;
}
