import { useEffect, useId, useMemo, useRef, useState } from "react";
import type { Catalog } from "#catalog/open.ts";
import type { HostSelection, Selection } from "#engine/selection.ts";
import { VerdictMark } from "#parts/verdict-mark.tsx";
import { peekAt, select } from "#state/actions.ts";
import { useApp } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { classList } from "#ui/class-list.ts";
import { Select } from "#ui/select.tsx";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import { readColours, watchTheme, type Colours } from "./map-colours.ts";
import { MapLegend } from "./map-legend.tsx";
import { mapModel, type MapKind, type MapModel, type MapSubject } from "./map-model.ts";
import { fullHeat } from "./map-paint.ts";
import { subjectChoices } from "./map-subjects.ts";
import { isWhole, showing, wholeWindow, zoomed, type MapPlace, type MapWindow } from "./map-window.ts";
import { movedTo, placeWords, pointWords, spokenPoint, stateOf } from "./map-words.ts";
import { Picture } from "./picture.tsx";
import styles from "./cube-map.module.css";

/** A part of the map as the axes of a table. */
export interface MapPart {
  readonly machines: readonly string[];
  readonly hosts: readonly HostSelection[];
}

interface CubeMapProps {
  readonly catalog: Catalog;
  readonly selection: Selection;
  /** Shows the part in sight as a table; without it there is no button for that. */
  readonly onZoom?: ((part: MapPart) => void) | undefined;
}

/** The whole cube as four linked pictures, a point for every host and machine type. */
export function CubeMap({ catalog, selection, onZoom }: CubeMapProps) {
  const guest = useApp((app) => app.view.guest);
  const focus = useApp((app) => app.view.focus);
  const choices = useMemo(() => subjectChoices(catalog, guest, focus), [catalog, guest, focus]);
  const [wanted, setWanted] = useState("");
  const choice = choices.find(({ value }) => value === wanted) ?? choices[0];
  const subject = choice?.subject ?? EVERYTHING;
  const model = useMemo(() => mapModel(catalog, selection, subject), [catalog, selection, subject]);
  const control = (
    <Select label="What the map shows" value={choice?.value ?? ""} options={choices} onChange={setWanted} />
  );
  return (
    <MapBody
      key={`${model.hosts.length} ${model.machines.length}`}
      model={model}
      selection={selection}
      control={control}
      onZoom={onZoom}
    />
  );
}

const EVERYTHING: MapSubject = { kind: "counts" };

interface MapBodyProps extends Pick<CubeMapProps, "selection" | "onZoom"> {
  readonly model: MapModel;
  readonly control: React.ReactNode;
}

function MapBody({ model, selection, control, onZoom }: MapBodyProps) {
  const extent = { hosts: model.hosts.length, machines: model.machines.length };
  const [window, setWindow] = useState<MapWindow>(() => wholeWindow(extent));
  const [cursor, setCursor] = useState<MapPlace>();
  const [cpu, setCpu] = useState<string>();
  const [spoken, setSpoken] = useState("");
  const [probe, colours] = useColours();
  const help = useId();
  const heat = useMemo(() => fullHeat(model), [model]);
  const place = cursor ?? model.here;
  const active = model.kinds.find((kind) => kind.cpu === cpu) ?? model.kinds.find((kind) => kind.isCurrent);
  const point = (kind: MapKind, at: MapPlace | undefined, byKey: boolean) => {
    setCursor(at);
    if (at === undefined) return peekAt(undefined);
    setCpu(kind.cpu);
    peekAt({ focus: undefined, selection: movedTo(selection, model, kind, at) });
    if (!byKey) return;
    setWindow(showing(window, extent, at));
    setSpoken(spokenPoint(model, kind, at));
  };
  const take = (kind: MapKind, at: MapPlace) => {
    select(movedTo(selection, model, kind, at));
    setSpoken(`The VM is now at ${spokenPoint(model, kind, at)}`);
  };
  const show = (next: MapWindow | "whole") => setWindow(next === "whole" ? wholeWindow(extent) : next);
  useEffect(() => () => peekAt(undefined), []);
  return (
    <div className={styles.map} ref={probe}>
      <div className={styles.bar}>
        {control}
        <Readout model={model} kind={active} place={place} onTake={take} />
        <Tools model={model} window={window} place={place} onWindow={show} onZoom={onZoom} />
      </div>
      <div className={styles.pictures}>
        {model.kinds.map((kind) => (
          <figure key={kind.title} className={styles.figure}>
            <figcaption className={styles.head}>
              <h3 className={classList(styles.title, kind.isCurrent && styles.current)}>{kind.title}</h3>
              <span className={styles.note}>{kind.note}</span>
              {place && <Value model={model} kind={kind} place={place} />}
              {place && kind === active && (
                <span className={styles.nearby}>
                  <TakeButton model={model} kind={kind} place={place} onTake={take} />
                </span>
              )}
            </figcaption>
            <Picture
              model={model}
              kind={kind}
              window={window}
              cursor={cursor}
              colours={colours}
              heat={heat}
              help={help}
              onPoint={point}
              onTake={take}
              onWindow={show}
            />
          </figure>
        ))}
      </div>
      <div className={styles.foot}>
        <MapLegend subject={model.subject} heat={heat} />
        <p>
          Every host across, every machine type down, before any flag of this VM.{" "}
          <span id={help}>
            Click or Enter takes the VM there, arrow keys move, with Ctrl to the next change. Draw a rectangle, pinch,
            Ctrl and wheel, + and − zoom, 0 shows all again.
          </span>
        </p>
      </div>
      <VisuallyHidden>
        <span role="status">{spoken}</span>
      </VisuallyHidden>
    </div>
  );
}

function Value({ model, kind, place }: { readonly model: MapModel; readonly kind: MapKind; readonly place: MapPlace }) {
  const state = stateOf(model, kind, place);
  const hasMark = model.subject.kind === "feature" || state !== "default";
  return (
    <span className={styles.value}>
      {hasMark && <VerdictMark state={state} />} {pointWords(model, kind, place)}
    </span>
  );
}

interface ReadoutProps {
  readonly model: MapModel;
  readonly kind: MapKind | undefined;
  readonly place: MapPlace | undefined;
  readonly onTake: (kind: MapKind, place: MapPlace) => void;
}

/** Where the cross-hair is, and a way to go there for fingers, which do not hit a single point. */
function Readout({ model, kind, place, onTake }: ReadoutProps) {
  if (!kind || !place) return <p className={styles.readout}>This VM is on none of these points.</p>;
  const [host, machine] = placeWords(model, place);
  return (
    <div className={styles.readout}>
      <p className={styles.place}>
        <strong>{host}</strong> <code>{machine}</code>
      </p>
      <span className={styles.beside}>
        <TakeButton model={model} kind={kind} place={place} onTake={onTake} />
      </span>
    </div>
  );
}

interface TakeButtonProps extends ReadoutProps {
  readonly kind: MapKind;
  readonly place: MapPlace;
}

/** Beside the readout, or on a phone, where that may be out of sight, beside the picture that was touched. */
function TakeButton({ model, kind, place, onTake }: TakeButtonProps) {
  const isHere = kind.isCurrent && place.host === model.here?.host && place.machine === model.here.machine;
  return (
    <Button size="small" disabled={isHere} onClick={() => onTake(kind, place)} title={`Take -cpu ${kind.cpu} there`}>
      {isHere ? "The VM is here" : "Take the VM there"}
    </Button>
  );
}

interface ToolsProps {
  readonly model: MapModel;
  readonly window: MapWindow;
  readonly place: MapPlace | undefined;
  readonly onWindow: (window: MapWindow | "whole") => void;
  readonly onZoom: CubeMapProps["onZoom"];
}

const STEP = 1.6;

function Tools({ model, window, place, onWindow, onZoom }: ToolsProps) {
  const extent = { hosts: model.hosts.length, machines: model.machines.length };
  const middle = { host: (window.x0 + window.x1) >> 1, machine: (window.y0 + window.y1) >> 1 };
  const whole = isWhole(window, extent);
  const zoom = (factor: number) => onWindow(zoomed(window, extent, factor, place ?? middle));
  const part = (): MapPart => ({
    machines: model.machines.slice(window.y0, window.y1).map((machine) => machine.name),
    hosts: model.hosts.slice(window.x0, window.x1).map((host) => host.selection),
  });
  return (
    <div className={styles.tools}>
      <Button size="icon" aria-label="Zoom out" disabled={whole} onClick={() => zoom(1 / STEP)}>
        −
      </Button>
      <Button size="icon" aria-label="Zoom in" onClick={() => zoom(STEP)}>
        +
      </Button>
      <Button size="small" disabled={whole} onClick={() => onWindow("whole")}>
        Show all
      </Button>
      {onZoom && (
        <Button size="small" onClick={() => onZoom(part())}>
          Show this part as a table
        </Button>
      )}
    </div>
  );
}

/** The theme's colours, read again when it changes. */
function useColours() {
  const probe = useRef<HTMLDivElement>(null);
  const [colours, setColours] = useState<Colours>();
  useEffect(() => {
    const element = probe.current;
    if (!element) return;
    const read = () => setColours(readColours(element));
    read();
    return watchTheme(read);
  }, []);
  return [probe, colours] as const;
}
