/// What one resource showed at each load step: a host's cores, a disk, a pool of connections.
package struct ResourceSeries: Equatable, Sendable {
    package struct Point: Equatable, Sendable {
        /// In the unit of ``ResourceSeries/limit``; `nil` when not seen.
        package let utilisation: Double?
        /// Time or work that waits for it: PSI, run queue, queue length, pool wait. `nil` when not
        /// seen.
        package let wait: Double?

        package init(utilisation: Double?, wait: Double?) {
            self.utilisation = utilisation
            self.wait = wait
        }
    }

    package let name: String
    /// Names of the resources whose limit holds this one's: a process takes its time from the cores
    /// of its host.
    package let containers: [String]
    /// What it can give: 4 cores, 50 connections, 1 for a share. Greater than zero.
    package let limit: Double
    /// Wait up to here is noise, in the unit of the points' wait.
    package let waitFloor: Double
    /// One of each of the run's steps.
    package let points: [Point]

    package init(
        _ name: String,
        in containers: [String] = [],
        limit: Double,
        waitFloor: Double,
        points: [Point]
    ) {
        precondition(limit > 0, "a resource has something to give")
        self.name = name
        self.containers = containers
        self.limit = limit
        self.waitFloor = waitFloor
        self.points = points
    }
}
