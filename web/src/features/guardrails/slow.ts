/** What is slow and reads stored texts only when it is told to: it costs money, or takes long. */
export interface SlowChoice {
  judge: boolean;
  models: boolean;
  slow_texts: number;
}

export const NOTHING_SLOW: SlowChoice = { judge: false, models: false, slow_texts: 50 };
