import CTerminal
import Synchronization

/// Results on their way from background work to the loop. Any thread may post; the loop drains.
package final class Mailbox<Message: Sendable>: Sendable {
    private let queue = Mutex<[Message]>([])

    package init() {}

    /// Puts a message at the end and wakes the loop. One byte in the pipe is enough for any number of messages.
    package func post(_ message: Message) {
        let wasEmpty = queue.withLock { queue in
            defer { queue.append(message) }
            return queue.isEmpty
        }
        if wasEmpty { ct_wake() }
    }

    /// All messages in the order in which they were posted.
    package func drain() -> [Message] {
        queue.withLock { queue in
            defer { queue = [] }
            return queue
        }
    }
}
