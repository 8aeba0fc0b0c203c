/// The discrete Fourier transform of a power-of-two number of complex values, in place.
///
/// Radix 2, decimation in frequency forward and in time backward, so that neither way reorders: the
/// spectrum stays in bit-reversed order, which is all that products of spectra need. The twiddle
/// factors come from a table built by halving and adding angles: no factor is more than
/// log₂(count) products away from an exact one, and all are the same bits on every machine.
package struct FourierTransform: Sendable {
  /// The number of values, a power of two.
  package let count: Int
  /// cos(πj / h) for j < h, for the half blocks h = 1, 2, 4 … count/2 one after another; that of
  /// h starts at h − 1.
  private let cosines: [Double]
  /// sin(πj / h), laid out like `cosines`.
  private let sines: [Double]

  /// Makes the twiddle table.
  ///
  /// - Parameter count: the number of values, a power of two.
  package init(count: Int) {
    precondition(
      count > 0 && count & (count - 1) == 0, "A Fourier transform needs a power of two of values.")
    self.count = count
    var cosines = [1.0]
    var sines = [0.0]
    cosines.reserveCapacity(count)
    sines.reserveCapacity(count)
    // The step π / h of the table for h, halved from table to table.
    var stepCosine = 0.0
    var stepSine = 1.0
    var half = 2
    while half < count {
      for index in (half / 2 - 1)..<(half - 1) {
        let (cosine, sine) = (cosines[index], sines[index])
        cosines += [cosine, cosine * stepCosine - sine * stepSine]
        sines += [sine, sine * stepCosine + cosine * stepSine]
      }
      stepCosine = ((1 + stepCosine) / 2).squareRoot()
      stepSine /= 2 * stepCosine
      half *= 2
    }
    self.cosines = cosines
    self.sines = sines
  }

  /// Zₖ = Σⱼ zⱼ exp(−2πi jk / count), left in bit-reversed order of k.
  ///
  /// - Parameters:
  ///   - real: `[count]`, the real parts, overwritten.
  ///   - imaginary: `[count]`, the imaginary parts, overwritten.
  package func forward(real: inout [Double], imaginary: inout [Double]) {
    withBuffers(&real, &imaginary) { real, imaginary, cosines, sines in
      var half = count / 2
      while half > 0 {
        for start in stride(from: 0, to: count, by: 2 * half) {
          for offset in 0..<half {
            let low = start + offset
            let high = low + half
            let cosine = cosines[half - 1 + offset]
            let sine = sines[half - 1 + offset]
            let differenceReal = real[low] - real[high]
            let differenceImaginary = imaginary[low] - imaginary[high]
            real[low] += real[high]
            imaginary[low] += imaginary[high]
            real[high] = differenceReal * cosine + differenceImaginary * sine
            imaginary[high] = differenceImaginary * cosine - differenceReal * sine
          }
        }
        half /= 2
      }
    }
  }

  /// zⱼ = Σₖ Zₖ exp(+2πi jk / count), from a spectrum in bit-reversed order; `count` times the
  /// inverse of ``forward(real:imaginary:)``.
  ///
  /// - Parameters:
  ///   - real: `[count]`, the real parts, overwritten.
  ///   - imaginary: `[count]`, the imaginary parts, overwritten.
  package func backward(real: inout [Double], imaginary: inout [Double]) {
    withBuffers(&real, &imaginary) { real, imaginary, cosines, sines in
      var half = 1
      while half < count {
        for start in stride(from: 0, to: count, by: 2 * half) {
          for offset in 0..<half {
            let low = start + offset
            let high = low + half
            let cosine = cosines[half - 1 + offset]
            let sine = sines[half - 1 + offset]
            let turnedReal = real[high] * cosine - imaginary[high] * sine
            let turnedImaginary = imaginary[high] * cosine + real[high] * sine
            real[high] = real[low] - turnedReal
            imaginary[high] = imaginary[low] - turnedImaginary
            real[low] += turnedReal
            imaginary[low] += turnedImaginary
          }
        }
        half *= 2
      }
    }
  }

  /// Checks the lengths once, so that the loops over the buffers need not.
  private func withBuffers(
    _ real: inout [Double], _ imaginary: inout [Double],
    _ body: (
      UnsafeMutableBufferPointer<Double>, UnsafeMutableBufferPointer<Double>,
      UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>
    ) -> Void
  ) {
    precondition(
      real.count == count && imaginary.count == count,
      "The transform was made for another number of values.")
    real.withUnsafeMutableBufferPointer { real in
      imaginary.withUnsafeMutableBufferPointer { imaginary in
        cosines.withUnsafeBufferPointer { cosines in
          sines.withUnsafeBufferPointer { sines in body(real, imaginary, cosines, sines) }
        }
      }
    }
  }
}
