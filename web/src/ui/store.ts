import { useSyncExternalStore } from "react";

/** A value outside React that components can read and anyone can change. */
export interface Store<T> {
  get: () => T;
  set: (next: T | ((current: T) => T)) => void;
  subscribe: (listener: () => void) => () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      const changed = typeof next === "function" ? (next as (current: T) => T)(value) : next;
      if (Object.is(changed, value)) return;
      value = changed;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * A store kept in the browser's storage. Only layout and preferences belong here, never data of the server. What
 * cannot be read back (another version wrote it, storage is off) counts as not there.
 */
export function createStoredStore<T>(key: string, initial: T, storage: () => Storage = () => localStorage): Store<T> {
  let start = initial;
  try {
    const text = storage().getItem(key);
    if (text !== null) start = JSON.parse(text) as T;
  } catch {
    start = initial;
  }
  const store = createStore(start);
  store.subscribe(() => {
    try {
      storage().setItem(key, JSON.stringify(store.get()));
    } catch {
      // A full or forbidden storage costs the memory of the layout, nothing else.
    }
  });
  return store;
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
