/*
 * Types that several scripts share: the data of marks, the protocol with the server, and what each
 * script adds to the global objects `Amparo` (maps), `AmparoDraw` (drawing page) and the others.
 * Only the type checker reads this file.
 */
/// <reference types="leaflet" />
/// <reference types="geojson" />
/// <reference types="@geoman-io/leaflet-geoman-free" />

/* --- Marks and operations ---------------------------------------------------------------------- */

/** Latitude and longitude [degrees]. */
type LatLngPair = [number, number];
type MarkForm = "point" | "line" | "area";
type MarkKind = "risk_area" | "safe_zone" | "service";
type MarkGeometry = GeoJSON.Point | GeoJSON.LineString | GeoJSON.Polygon;

/** Attributes of a mark that are set before it is drawn. */
interface MarkAttributes {
  kind: MarkKind;
  category?: string;
  severity?: number;
  holds?: string;
  name?: string;
  note?: string;
}

/** The part of a mark that is sent. */
interface MarkContent extends MarkAttributes {
  geometry: MarkGeometry;
}

/** A mark as the server sends it. */
interface ServerMark extends MarkContent {
  id: string;
  number: number;
  revision: number;
  at?: string | null;
  twin_of?: string | null;
  aside?: boolean;
}

/** A mark as the page shows it: the server's version, overlaid with queued operations. */
interface Mark extends MarkContent {
  id: string;
  number: number | null;
  revision: number;
  at: string | null;
  twin_of: string | null;
  aside: boolean;
  state: "saved" | "waiting" | "refused";
  message?: string;
}

interface Draft {
  mark: MarkAttributes;
  form: MarkForm;
  points: LatLngPair[];
}

interface Operation {
  opid: string;
  id: string;
  act: "put" | "remove";
  base: number;
  mark: MarkContent | null;
  tried: boolean;
}

interface UndoStep {
  id: string;
  before: MarkContent | null;
  after: MarkContent | null;
}

interface Refusal {
  told: string;
  act: "put" | "remove";
  mark: MarkContent | null;
}

/** The store on the device. Its members are never renamed: older pages wrote them. */
interface DrawStore {
  /** Marks as the server last sent them. */
  known: Record<string, ServerMark>;
  /** Revision at which a mark was deleted. */
  removed: Record<string, number>;
  /** State of the session that the server sent last. */
  revision: number;
  /** Operations that are not acknowledged. */
  queue: Operation[];
  /** Marks that the server refused, each with its reason. */
  refused: Record<string, Refusal>;
  /** Twins of which both are retained. */
  settled: Record<string, boolean>;
  draft: Draft | null;
  undo: UndoStep[];
  redo: UndoStep[];
}

/* --- Protocol of geo/workshop/synchronisation.py ----------------------------------------------- */

interface SyncRequest {
  community: string;
  session: string;
  since: number;
  operations: object[];
  shared_groups?: Record<string, number>;
}

interface Acknowledgement {
  opid: string;
  id: string;
  number: number;
  revision: number;
  at: string;
  twin: string | null;
}

interface RefusedOperation {
  opid: string;
  message: string;
}

interface GroupUpdate {
  code: string;
  name: string;
  since: number;
  revision: number;
  marks: ServerMark[];
  removed: string[];
}

interface SharedGroupsUpdate {
  shown: string[];
  groups: GroupUpdate[];
}

interface SyncResponse {
  revision: number;
  acknowledged?: Acknowledgement[];
  refused?: RefusedOperation[];
  marks?: ServerMark[];
  removed?: string[];
  shared_groups?: SharedGroupsUpdate;
  message?: string;
}

interface ApiResponse {
  status: number;
  body: SyncResponse;
}

interface MarkVersion {
  revision: number;
  at: string;
  act: string;
  mark: ServerMark;
}

interface RemovedMark {
  id: string;
  number: number;
  at: string;
  mark: ServerMark;
}

interface PlaceName {
  name: string;
  kind: string;
  at: LatLngPair;
  bounds: [LatLngPair, LatLngPair];
}

interface Category {
  code: string;
  word: string;
  sign: string;
}

/** Data that the server embeds in the page; see server/drawing_page_data.py. */
interface PageData {
  canvas: MapOptions;
  texts: Record<string, string>;
  locale: string;
  categories: Record<MarkKind, Category[]>;
  holds: { code: string; word: string }[];
  severities: { code: number; word: string }[];
  community: string;
  session: string;
  name: string;
  operations_url: string;
  history_url: string;
  names_url: string;
  join_url?: string;
  poll_s: number;
}

/* --- The drawing page -------------------------------------------------------------------------- */

type Listener = (event?: any) => void;

interface ElementOptions {
  className?: string;
  text?: string | number | null;
  on?: Record<string, (event: any) => void>;
  [attribute: string]: unknown;
}

interface ButtonOptions {
  action: string;
  press: (event: MouseEvent) => void;
  className?: string;
  label?: string;
  /** Name for screen readers, where it differs from the label. */
  ariaLabel?: string;
  icon?: string;
  image?: HTMLElement;
  selected?: boolean;
  disabled?: boolean;
}

interface BarOptions {
  title?: string;
  main?: ButtonOptions;
  search?: () => void;
  kinds?: ButtonOptions[];
  secondary?: ButtonOptions[];
  tools?: ButtonOptions[];
  /** Shown only where the bar is a column beside the map. */
  sidebar?: HTMLElement | null;
}

interface SheetOptions {
  title: string;
  body: (HTMLElement | null | undefined | false | "")[];
  footer?: ButtonOptions[] | null;
  back?: (() => void) | null;
  onClose?: () => void;
  large?: boolean;
}

interface EditorMode {
  start?: (args: any) => void;
  end?: () => void;
  bar: () => BarOptions;
  tap?: (at: LatLngPair, position: L.Point) => void;
  showsCrosshair?: () => boolean;
}

interface ConnectionState {
  link: "new" | "sending" | "well" | "offline" | "busy" | "stopped";
  message: string;
}

interface TextFieldOptions {
  name: string;
  label: string;
  maxLength: number;
  text?: string;
  multiline?: boolean;
  focused?: boolean;
}

interface TextField {
  node: HTMLElement;
  value: () => string;
  validate: () => boolean;
}

interface SharedGroup {
  name: string;
  revision: number;
  marks: Record<string, ServerMark>;
  layer?: L.LayerGroup;
}

interface AmparoDraw {
  // page_data.js
  pageData: PageData;
  gettext(key: string, blanks?: Record<string, unknown>): string;
  findCategory(kind: MarkKind, code: string | undefined): Category;
  markName(mark: MarkAttributes): string;
  // events.js
  on(name: string, listener: Listener): void;
  emit(name: string, event?: unknown): void;
  // api_client.js, or capture/local_api.js
  assetUrl(folder: string, file: string): string;
  postOperations(request: SyncRequest): Promise<ApiResponse>;
  fetchHistory(id: string | null): Promise<{ versions: MarkVersion[]; removed: RemovedMark[] }>;
  fetchPlaceNames(): Promise<{ names: PlaceName[] }>;
  // local_store.js, of this folder or of capture/
  store: DrawStore;
  saveStore(): boolean;
  dropSyncedStore(): void;
  // operation_queue.js
  newUuid(): string;
  enqueue(id: string, mark: MarkContent | null): void;
  syncNow(): void;
  holdUpdates(): void;
  resumeUpdates(): void;
  updatesHeld(): boolean;
  retrySync(): void;
  connection(): ConnectionState;
  startSync(): void;
  // marks.js
  markContent(mark: MarkContent | null | undefined): MarkContent | null;
  marks(): Record<string, Mark>;
  sortedMarks(): Mark[];
  findTwin(mark: { id: string }): Mark | null;
  settleTwins(mark: Mark, other: Mark): void;
  marksEqual(one: MarkContent | null, other: MarkContent | null): boolean;
  // undo.js
  changeMark(id: string, mark: MarkContent | null): void;
  undo(): void;
  redo(): void;
  // geometry.js
  findCrossing(ring: LatLngPair[]): [number, number] | null;
  untangleRing(ring: LatLngPair[]): LatLngPair[];
  geometryPoints(geometry: MarkGeometry): LatLngPair[];
  pointsToGeometry(form: MarkForm, points: LatLngPair[]): MarkGeometry;
  geometryForm(geometry: MarkGeometry): MarkForm;
  MIN_POINTS: Record<MarkForm, number>;
  boundsCenter(points: LatLngPair[]): LatLngPair;
  moveGeometry(geometry: MarkGeometry, center: LatLngPair): MarkGeometry;
  // icons.js
  iconUrl(name: string): string;
  // dom.js
  makeElement(
    tag: string,
    options?: ElementOptions,
    children?: (Element | null | undefined | false | "")[],
  ): HTMLElement;
  icon(name: string): HTMLElement;
  pictogram(name: string): HTMLElement;
  severityFace(severity: number): HTMLElement;
  makeButton(options: ButtonOptions): HTMLElement;
  replaceContent(node: Element, children: (Element | null | undefined | false | "")[]): void;
  // mark_layers.js
  excludeMark(id: string | null): void;
  highlightMark(mark: Mark | null): void;
  revealMark(mark: Mark, coveredPx: number): void;
  revealAllMarks(): void;
  // sheet.js
  openSheet(options: SheetOptions): void;
  replaceSheetBody(body: HTMLElement[]): void;
  closeSheet(): void;
  // bar.js
  renderBar(options: BarOptions): void;
  pressMainButton(): void;
  focusBar(): void;
  // modes.js
  defineMode(name: string, mode: EditorMode): void;
  activeMode(): string | null;
  setMode(name: string, args?: object): void;
  updateBar(): void;
  listenForTaps(map: L.Map): void;
  // crosshair.js
  showCrosshair(shown: boolean): void;
  crosshairPosition(): LatLngPair;
  centerOn(at: LatLngPair, closer?: boolean): void;
  listenForKeys(map: L.Map): void;
  // personal_data.js and text_field.js
  classifyPersonalData(text: string): "document" | "mail" | "telephone" | "name" | null;
  findPersonalData(text: string): { message: string; forbidden?: boolean } | null;
  makeTextField(options: TextFieldOptions): TextField;
  // attribute_forms.js
  openAttributeForm(
    attribute: string,
    mark: MarkAttributes,
    done: (changes: Partial<MarkAttributes>) => void,
    back: (() => void) | null,
  ): void;
  startNewMark(kind: MarkKind): void;
  editableAttributes(mark: MarkAttributes): string[];
  // location_search.js
  openLocationSearch(): void;
  // mark_history.js
  openMarkHistory(id: string): void;
  openRemovedMarks(): void;
  // mark_card.js
  openMarkCard(id: string): void;
  // mark_list.js: functions that return what is shown below the list
  listSections: (() => HTMLElement[])[];
  sidebarList(): HTMLElement | null;
  openMarkList(): void;
  // shared_groups.js; a capture file has none
  sharedGroups(): Record<string, SharedGroup>;
  // page.js
  palette: Palette;
  map: L.Map;
}

/* --- The capture file -------------------------------------------------------------------------- */

interface LoggedVersion {
  opid: string;
  count: number;
  turn: number;
  at: string;
  act: "put" | "remove";
  mark: MarkContent | null;
}

interface LoggedMark {
  number: number;
  versions: LoggedVersion[];
}

/** The store of a capture file: the page's members, and the complete history of each mark. */
interface CaptureStore extends DrawStore {
  log: Record<string, LoggedMark>;
  /** How many changes there were. */
  turns: number;
  /** How many marks were drawn. */
  numbers: number;
  /** How many changes there were when the file was last sent. */
  sent: { turns: number; at: string | null };
  /** Code of the language that was chosen. */
  tongue: string | null;
}

interface CaptureLanguage {
  language_name: string;
  texts: Record<string, string>;
  name: string;
}

interface CapturePageData extends PageData {
  boundary: GeoJSON.GeoJsonObject | null;
  languages: Record<string, CaptureLanguage>;
  pictures: Record<string, string>;
  place: string;
  file: string;
  format: number;
}

interface AmparoCapture extends AmparoDraw {
  pageData: CapturePageData;
  store: CaptureStore;
  // local_store.js
  formatHour(moment: string): string;
  latestVersion(id: string): LoggedVersion;
  eraseStore(): void;
  // decompression.js
  inflateBase64(text: string): Promise<Uint8Array<ArrayBuffer>>;
  // geojson_export.js
  countUnsent(): number;
  countLogged(): number;
  exportGeojson(): string;
  // share_sheet.js
  openShareSheet(message?: string): void;
}

/* --- Maps -------------------------------------------------------------------------------------- */

interface Hatching {
  fill: string;
  opacity: number;
  rim: string;
  rim_width: number;
  line: string;
  width: number;
  step: number;
  kind: "dots" | "lines" | "cross";
  lean: number;
}

interface Palette {
  ink: string;
  soft: string;
  violet: string;
  teal: string;
  base: Record<string, string>;
  hatchings: Record<string, Hatching>;
  widths: Record<string, number[][]>;
  [token: string]: any;
}

interface FontFaceOptions {
  file: string;
  weight: number;
  style: string;
  unicode_range: string;
}

interface FontOptions {
  family: string;
  faces: FontFaceOptions[];
}

/** What opens a map; see geo/cartography/offline_map.py. */
interface MapOptions {
  view: [LatLngPair, LatLngPair];
  limits: [LatLngPair, LatLngPair] | null;
  /** Lowest and highest zoom, and the highest one of the tiles. */
  zooms: [number, number, number];
  tiles: any;
  attribution: string;
  palette: Palette;
  fonts: FontOptions;
  steady?: boolean;
}

interface PixelPoint {
  x: number;
  y: number;
}

interface PixelBox {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** A line with the distance of each of its points from its beginning [px]. */
interface MeasuredLine {
  points: PixelPoint[];
  at: number[];
  length: number;
}

/** A part of a line that could carry a label. */
interface LinePart {
  points: PixelPoint[];
  deviation: number;
  bend: number;
  chord: number;
  from: number;
  to: number;
  level: boolean;
  rank: number;
}

interface LabelOptions {
  size: number | ((zoom: number) => number);
  weight: number;
  colour: string;
  halo: string;
  family: string;
  style?: string;
  always?: boolean;
  chars?: number;
}

interface LabelStyle {
  size: number;
  colour: string;
  halo: string;
  font: string;
}

/** What covers the map, or a text that is to be placed beside its sign. */
interface PlacedItem {
  kind: "label" | "sign" | "route";
  look: string;
  layer: any;
  clear?: number;
  away?: [number, number];
  text?: string;
}

interface Occupied {
  zoom: number;
  boxes: PixelBox[];
  texts: (string | undefined)[];
}

interface AmparoMap {
  map: L.Map;
  base: { ground: any; names: any } | undefined;
  // fonts.js
  loadFonts(fonts: FontOptions): Promise<unknown>;
  // line_placement.js
  measureLine(points: PixelPoint[]): MeasuredLine;
  pointAlong(line: MeasuredLine, distance: number): PixelPoint;
  findLabelParts(line: MeasuredLine, width: number, apart: number): LinePart[];
  // basemap_labels.js
  labelStyle(options: LabelOptions, zoom: number): LabelStyle;
  breakLines(text: string, chars: number): string[];
  featureCenter(geometry: PixelPoint[][], geometryType: number): PixelPoint;
  labelRules(base: Record<string, string>, family: string): object[];
  // basemap.js
  interpolate(stops: number[][], zoom: number): number;
  paintRules(base: Record<string, string>, widths: Record<string, number[][]>): object[];
  addBasemap(map: L.Map, options: MapOptions): { ground: any; names: any };
  // patterns.js
  PHONE_WIDTH: number;
  addPatterns(hatchings: Record<string, Hatching>): void;
  // marker_labels.js
  occupied: Occupied;
  addPlacedItem(item: PlacedItem): void;
  removePlacedItem(layer: L.Layer): void;
  arrangeSoon(): void;
  hasMoreGaps(): boolean;
  isFree(box: PixelBox, zoom: number): boolean;
  // people_tiles.js
  makePeopleLayer(shape: any): L.GridLayer;
  // shape_layers.js
  draw(group: L.FeatureGroup, shapes: any[]): void;
  // frame.js
  show(bounds: [LatLngPair, LatLngPair], withMargin?: boolean): void;
  open(id: string, options: MapOptions): L.Map;
}

/* --- Globals ----------------------------------------------------------------------------------- */

interface TriplePress {
  /** Listens to Escape and Shift in a window. */
  listen(target: Window): void;
  /** Counts one press of something else, by its name. */
  count(name: string): void;
}

interface Window {
  Amparo: AmparoMap;
  AmparoDraw: AmparoDraw;
  renderCalendar(container: Element, onTitleClick?: () => void): string;
  AmparoTriplePress: { create(onTriple: () => void): TriplePress };
  AmparoQuickExit?: { listen(target: Window): void; liftLink(): void };
  amparoTranslateWidgets?: () => void;
  /** Of streamlit-folium: every group that it ever removed. */
  feature_group?: L.Layer[];
  /** Of the Navigation API, where a browser has it. */
  navigation?: any;
  protomapsL: typeof import("protomaps-leaflet");
  fflate: typeof import("fflate");
}

declare const protomapsL: any;
declare const fflate: typeof import("fflate");
