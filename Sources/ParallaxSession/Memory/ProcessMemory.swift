import CMapping

/// What the allocator does with memory that was given back to it.
public enum ProcessMemory {
    /// For a process that runs for hours; before its threads begin.
    public static func useOneHeap() { cm_use_one_heap() }

    /// Pages that nobody uses go back to the system.
    static func returnWhatIsFree() { cm_return_free_memory() }
}
