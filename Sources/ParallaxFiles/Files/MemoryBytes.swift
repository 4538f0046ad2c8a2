/// Bytes that a reader had to unpack or reorder; freed with the object.
package final class MemoryBytes: ByteStorage {
    nonisolated(unsafe) private let memory: UnsafeMutableRawBufferPointer

    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory) }

    /// `fill` must write every byte.
    package init(count: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void) throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
        do {
            try fill(memory)
        } catch {
            memory.deallocate()
            throw error
        }
        self.memory = memory
    }

    deinit { memory.deallocate() }
}
