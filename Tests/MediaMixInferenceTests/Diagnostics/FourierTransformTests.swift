import Foundation
import MediaMixInference
import Testing

@Suite("Fourier transform")
struct FourierTransformTests {
  @Test("Forward is the sum it stands for, in bit-reversed order", arguments: [1, 2, 4, 32, 128])
  func forward(_ count: Int) {
    let input = normalDraws(chains: 2, draws: count)
    var (real, imaginary) = (input[0], input[1])
    FourierTransform(count: count).forward(real: &real, imaginary: &imaginary)
    for frequency in 0..<count {
      var (expectedReal, expectedImaginary) = (0.0, 0.0)
      for index in 0..<count {
        let angle = -2 * Double.pi * Double(frequency * index % count) / Double(count)
        expectedReal += input[0][index] * cos(angle) - input[1][index] * sin(angle)
        expectedImaginary += input[0][index] * sin(angle) + input[1][index] * cos(angle)
      }
      let place = reversed(frequency, bits: count.trailingZeroBitCount)
      #expect(abs(real[place] - expectedReal) < 1e-12)
      #expect(abs(imaginary[place] - expectedImaginary) < 1e-12)
    }
  }

  @Test("Forward and backward give the values times their number", arguments: [2, 1024, 65_536])
  func roundTrip(_ count: Int) {
    let input = normalDraws(chains: 2, draws: count)
    var (real, imaginary) = (input[0], input[1])
    let transform = FourierTransform(count: count)
    transform.forward(real: &real, imaginary: &imaginary)
    transform.backward(real: &real, imaginary: &imaginary)
    let scale = Double(count)
    #expect(zip(real, input[0]).allSatisfy { abs($0 / scale - $1) < 1e-14 })
    #expect(zip(imaginary, input[1]).allSatisfy { abs($0 / scale - $1) < 1e-14 })
  }

  func reversed(_ number: Int, bits: Int) -> Int {
    (0..<bits).reduce(0) { $0 | ((number >> $1) & 1) << (bits - 1 - $1) }
  }
}
