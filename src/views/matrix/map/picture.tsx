import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import type { Colours } from "./map-colours.ts";
import { connectGestures, type GestureGround } from "./map-gestures.ts";
import { placeAfter } from "./map-keys.ts";
import { layoutOf, type Layout } from "./map-layout.ts";
import { paintMarks } from "./map-marks.ts";
import type { MapKind, MapModel } from "./map-model.ts";
import { paintPicture } from "./map-paint.ts";
import { isWhole, windowOf, zoomed, type MapPlace, type MapWindow } from "./map-window.ts";
import styles from "./cube-map.module.css";

export interface PictureMoves {
  /** By pointer: undefined when it leaves. By key: said aloud, and brought into sight. */
  readonly onPoint: (kind: MapKind, place: MapPlace | undefined, byKey: boolean) => void;
  readonly onTake: (kind: MapKind, place: MapPlace) => void;
  readonly onWindow: (window: MapWindow | "whole") => void;
}

interface PictureProps extends PictureMoves {
  readonly model: MapModel;
  readonly kind: MapKind;
  readonly window: MapWindow;
  readonly cursor: MapPlace | undefined;
  readonly colours: Colours | undefined;
  readonly heat: number;
  /** Id of the sentence that says what the keys do. */
  readonly help: string;
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

const KEY_ZOOM = 1.6;

/** One picture of the map: the points on one canvas, cross-hair and marks on another over it, which has the focus. */
export function Picture(props: PictureProps) {
  const { model, kind, window, cursor, colours, heat, help } = props;
  const [frame, size] = useSize();
  const points = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState<readonly [MapPlace, MapPlace]>();
  const layout = size && layoutOf(model, window, size.width, size.height, size.scale);
  useLayoutEffect(() => {
    const context = points.current?.getContext("2d");
    if (!context || !size || !colours) return;
    const laid = layoutOf(model, window, size.width, size.height, size.scale);
    paintPicture(context, { model, kind, layout: laid, colours }, heat);
  }, [model, kind, window, size, colours, heat]);
  useLayoutEffect(() => {
    const context = marks.current?.getContext("2d");
    if (context && layout && colours)
      paintMarks(context, layout, colours, { cursor, here: kind.isCurrent ? model.here : undefined, drawn });
  });
  useGestures(marks, props, layout, setDrawn);
  const extent = { hosts: model.hosts.length, machines: model.machines.length };
  const pixels = { width: size?.width ?? 1, height: size?.height ?? 1 };
  return (
    <div ref={frame} className={styles.picture}>
      <canvas ref={points} {...pixels} className={styles.canvas} aria-hidden="true" />
      <canvas
        ref={marks}
        {...pixels}
        className={styles.canvas}
        data-zoomed={!isWhole(window, extent)}
        // oxlint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- it takes its own keys
        role="application"
        aria-label={`Map of ${kind.cpu}: ${extent.hosts} hosts across, ${extent.machines} machine types down`}
        aria-describedby={help}
        tabIndex={0}
        onKeyDown={(event) => pressed(event, props)}
      />
      {/* A canvas has no fallback that every reader reads; the tables are the other way in. */}
      <VisuallyHidden>The same counts stand in the tables.</VisuallyHidden>
    </div>
  );
}

function pressed(event: KeyboardEvent, props: PictureProps): void {
  const { model, kind, window, cursor } = props;
  if (event.altKey) return;
  const from = cursor ?? model.here ?? { host: window.x0, machine: window.y0 };
  const far = event.ctrlKey || event.metaKey;
  const place = placeAfter(model, kind, from, event.key, far);
  const act = place ? () => props.onPoint(kind, place, true) : far ? undefined : actionOf(event.key, from, props);
  if (!act) return;
  act();
  event.preventDefault();
}

function actionOf(
  key: string,
  at: MapPlace,
  { model, kind, window, ...moves }: PictureProps,
): (() => void) | undefined {
  const extent = { hosts: model.hosts.length, machines: model.machines.length };
  if (key === "Enter" || key === " ") return () => moves.onTake(kind, at);
  if (key === "+" || key === "=") return () => moves.onWindow(zoomed(window, extent, KEY_ZOOM, at));
  if (key === "-") return () => moves.onWindow(zoomed(window, extent, 1 / KEY_ZOOM, at));
  return key === "0" ? () => moves.onWindow("whole") : undefined;
}

/** The size of an element in device pixels, and how many of them a CSS pixel is. */
function useSize() {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const scale = devicePixelRatio;
      const [width, height] = [Math.round(element.clientWidth * scale), Math.round(element.clientHeight * scale)];
      setSize((before) =>
        before?.width === width && before.height === height && before.scale === scale
          ? before
          : { width, height, scale },
      );
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [frame, size] as const;
}

/** Connects the pointers and the wheel of a canvas with what they do. */
function useGestures(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  props: PictureProps,
  layout: Layout | undefined,
  setDrawn: (corners: readonly [MapPlace, MapPlace] | undefined) => void,
): void {
  const latest = useRef({ props, layout });
  useLayoutEffect(() => {
    latest.current = { props, layout };
  });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    return connectGestures(element, () => groundOf(latest.current), {
      point: (place) => latest.current.props.onPoint(latest.current.props.kind, place, false),
      take: (place) => latest.current.props.onTake(latest.current.props.kind, place),
      show: (window) => latest.current.props.onWindow(window),
      draw: (corners, done) => {
        setDrawn(done ? undefined : corners);
        const extent = groundOf(latest.current)?.extent;
        if (done && corners && extent) latest.current.props.onWindow(windowOf(corners[0], corners[1], extent));
      },
    });
  }, [canvas, setDrawn]);
}

interface Latest {
  readonly props: PictureProps;
  readonly layout: Layout | undefined;
}

function groundOf({ props: { model, window }, layout }: Latest): GestureGround | undefined {
  return layout && { layout, window, extent: { hosts: model.hosts.length, machines: model.machines.length } };
}
