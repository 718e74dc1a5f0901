import Connectors
import HTTPTransport
import Inventory

/// Who goes first where a vendor's budget is short, as a stream's reading has it.
enum ReadPriority {
    /// Somebody waits for what a refresh reads; open alerts go before all other reads; what was never read, and what is
    /// read again to prove that nothing is gone, can wait. A snapshot is whole each time: it is no sweep.
    static func of(_ stream: StreamDescription, _ checkpoint: Checkpoint, _ trigger: SyncRequest.Trigger)
        -> CallPriority
    {
        if trigger == .refresh { return .interactive }
        if stream.entity.name == "alerts" { return .alerts }
        if checkpoint.isFirstRead { return .backfill }
        return checkpoint.isSweep && stream.reading != .snapshot ? .sweep : .incremental
    }
}
