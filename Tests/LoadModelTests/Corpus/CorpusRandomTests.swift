@testable import LoadModel
import Testing

@Suite struct CorpusRandomTests {
    @Test("the same seed, stream and index give the same numbers")
    func repeats() {
        var first = CorpusRandom(seed: 7, .studies, 3)
        var second = CorpusRandom(seed: 7, .studies, 3)
        #expect((0..<100).allSatisfy { _ in first.next() == second.next() })
    }

    @Test("another seed, stream or index gives other numbers")
    func differs() {
        let all = [
            CorpusRandom(seed: 7, .studies, 3), CorpusRandom(seed: 8, .studies, 3),
            CorpusRandom(seed: 7, .patients, 3), CorpusRandom(seed: 7, .studies, 4),
        ]
        let numbers = all.flatMap { random in
            var random = random
            return (0..<1000).map { _ in random.next() }
        }
        #expect(Set(numbers).count == 4000)
    }

    @Test("units are evenly spread between 0 and 1")
    func isUniform() {
        var random = CorpusRandom(seed: 1, .studies)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<20_000 { counts[Int(random.unit() * 10)] += 1 }
        // Chi squared with 9 degrees of freedom; 27.9 is passed once in a thousand seeds.
        let sum = counts.reduce(0.0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 }
        #expect(sum < 27.9)
    }

    @Test("a block's positions are reordered, none twice")
    func permutes() {
        let permutation = BlockPermutation(CorpusRandom(seed: 5, .blocks, 1))
        let images = (0..<1024).map(permutation.image)
        #expect(images.sorted() == Array(0..<1024))
        #expect(zip(images, images.dropFirst()).filter { abs($0 - $1) == 1 }.count < 20)
    }
}
