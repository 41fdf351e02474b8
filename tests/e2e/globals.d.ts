/** What a page's worker was asked and has not answered; `calm` counts the looks that found nothing. */
interface Unanswered extends Set<string> {
  calm?: number;
}

/** What the browser tells of parts of the page that moved. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
}

/** What the tests note in the page. */
interface Window {
  asked: string[];
  held: (() => void)[] | undefined;
  kept: boolean;
  painted: number[];
  read: number[];
  shift: number;
  unanswered: Unanswered;
  worker: Worker;
  writes: number;
}
