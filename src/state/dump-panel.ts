// Whether the place for a dump stands open in the CPUID view. Apart from the dump itself, whose readers come when it does.
import { createStore } from "zustand/vanilla";

export const dumpPanelStore = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export const openDumpPanel = (isOpen: boolean): void => dumpPanelStore.setState({ isOpen });
