package import GlobalIndex
import Journal
import OrthancModel

extension Federation {
    /// Cancels what brings a store's copies elsewhere.
    package func endMovements(leaving store: StoreKey) async throws(FederationError) {
        let jobs = try await indexed("list jobs") { reader throws(IndexError) in
            try await reader.jobs()
        }
        for job in jobs where job.kind == MovementJob.kind && !job.state.isFinal {
            guard MovementOrder(job.request)?.scope == .leaving(store) else { continue }
            _ = try await act(.cancel, on: job.jobID)
        }
    }
}
