using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// Computes x·Wᵀ + b for few rows on the calling thread. The matrix products of libraries are made for many rows. For few rows, packing
/// the operands costs more than it saves. Here the sums of a block of four rows and four outputs stay in registers.
/// </summary>
internal static class SmallMatrixProduct
{
    private const int MaximumRows = 32;
    private const int BlockSize = 4;

    private static int Lanes => Vector512<float>.Count;

    /// <summary>Whether this class computes that many rows faster than libtorch. It needs a processor with 512-bit registers.</summary>
    public static bool IsFasterFor(long rows) => Vector512.IsHardwareAccelerated && rows <= MaximumRows;

    /// <summary>Computes the product and writes it to <paramref name="y"/>.</summary>
    /// <param name="x">The inputs, [rows, inputs].</param>
    /// <param name="weights">The weights, [outputs, inputs].</param>
    /// <param name="bias">The biases, [outputs].</param>
    /// <param name="y">Receives the result, [rows, outputs].</param>
    public static void Compute(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y)
    {
        var outputs = bias.Length;
        var (inputs, rows) = (weights.Length / outputs, y.Length / outputs);
        for (var output = 0; output < outputs; output += BlockSize)
        {
            for (var row = 0; row < rows; row += BlockSize)
            {
                var (rowCount, outputCount) = (Math.Min(rows - row, BlockSize), Math.Min(outputs - output, BlockSize));
                var blockRows = x.Slice(row * inputs, rowCount * inputs);
                var blockWeights = weights.Slice(output * inputs, outputCount * inputs);
                var result = y[((row * outputs) + output)..];
                if (rowCount == BlockSize && outputCount == BlockSize)
                {
                    ComputeBlock(blockRows, blockWeights, bias[output..], result, inputs, outputs);
                    continue;
                }

                for (var index = 0; index < rowCount; index++)
                {
                    var singleRow = blockRows.Slice(index * inputs, inputs);
                    var rowResult = result[(index * outputs)..];
                    if (outputCount == BlockSize)
                    {
                        ComputeRow(singleRow, blockWeights, bias[output..], rowResult);
                    }
                    else
                    {
                        ComputeLastOutputs(singleRow, blockWeights, bias[output..], rowResult);
                    }
                }
            }
        }
    }

    /// <summary>Computes four rows and four outputs.</summary>
    private static void ComputeBlock(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y, int inputs, int outputs)
    {
        ref var row = ref MemoryMarshal.GetReference(x);
        ref var weight = ref MemoryMarshal.GetReference(weights);
        var (one, two, three) = ((nuint)inputs, 2 * (nuint)inputs, 3 * (nuint)inputs);
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        nuint at = 0;
        for (; at + (nuint)Lanes <= one; at += (nuint)Lanes)
        {
            var w0 = Vector512.LoadUnsafe(ref weight, at);
            var w1 = Vector512.LoadUnsafe(ref weight, at + one);
            var w2 = Vector512.LoadUnsafe(ref weight, at + two);
            var w3 = Vector512.LoadUnsafe(ref weight, at + three);
            var x0 = Vector512.LoadUnsafe(ref row, at);
            (s00, s01) = (Vector512.FusedMultiplyAdd(x0, w0, s00), Vector512.FusedMultiplyAdd(x0, w1, s01));
            (s02, s03) = (Vector512.FusedMultiplyAdd(x0, w2, s02), Vector512.FusedMultiplyAdd(x0, w3, s03));
            var x1 = Vector512.LoadUnsafe(ref row, at + one);
            (s10, s11) = (Vector512.FusedMultiplyAdd(x1, w0, s10), Vector512.FusedMultiplyAdd(x1, w1, s11));
            (s12, s13) = (Vector512.FusedMultiplyAdd(x1, w2, s12), Vector512.FusedMultiplyAdd(x1, w3, s13));
            var x2 = Vector512.LoadUnsafe(ref row, at + two);
            (s20, s21) = (Vector512.FusedMultiplyAdd(x2, w0, s20), Vector512.FusedMultiplyAdd(x2, w1, s21));
            (s22, s23) = (Vector512.FusedMultiplyAdd(x2, w2, s22), Vector512.FusedMultiplyAdd(x2, w3, s23));
            var x3 = Vector512.LoadUnsafe(ref row, at + three);
            (s30, s31) = (Vector512.FusedMultiplyAdd(x3, w0, s30), Vector512.FusedMultiplyAdd(x3, w1, s31));
            (s32, s33) = (Vector512.FusedMultiplyAdd(x3, w2, s32), Vector512.FusedMultiplyAdd(x3, w3, s33));
        }

        StoreSums(y, s00, s01, s02, s03);
        StoreSums(y[outputs..], s10, s11, s12, s13);
        StoreSums(y[(2 * outputs)..], s20, s21, s22, s23);
        StoreSums(y[(3 * outputs)..], s30, s31, s32, s33);
        for (var index = 0; index < BlockSize; index++)
        {
            AddRemainderAndBias(x.Slice(index * inputs, inputs)[(int)at..], weights, bias, y[(index * outputs)..], inputs);
        }
    }

    /// <summary>Computes one row and four outputs. It adds in the same order as <see cref="ComputeBlock"/>, so that the results are equal.</summary>
    private static void ComputeRow(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y)
    {
        ref var row = ref MemoryMarshal.GetReference(x);
        ref var weight = ref MemoryMarshal.GetReference(weights);
        var (one, two, three) = ((nuint)x.Length, 2 * (nuint)x.Length, 3 * (nuint)x.Length);
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint at = 0;
        for (; at + (nuint)Lanes <= one; at += (nuint)Lanes)
        {
            var x0 = Vector512.LoadUnsafe(ref row, at);
            s0 = Vector512.FusedMultiplyAdd(x0, Vector512.LoadUnsafe(ref weight, at), s0);
            s1 = Vector512.FusedMultiplyAdd(x0, Vector512.LoadUnsafe(ref weight, at + one), s1);
            s2 = Vector512.FusedMultiplyAdd(x0, Vector512.LoadUnsafe(ref weight, at + two), s2);
            s3 = Vector512.FusedMultiplyAdd(x0, Vector512.LoadUnsafe(ref weight, at + three), s3);
        }

        StoreSums(y, s0, s1, s2, s3);
        AddRemainderAndBias(x[(int)at..], weights, bias, y, x.Length);
    }

    /// <summary>Computes one row and the last outputs, fewer than four.</summary>
    private static void ComputeLastOutputs(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y)
    {
        var whole = x.Length / Lanes * Lanes;
        for (var output = 0; output < bias.Length; output++)
        {
            var weight = weights.Slice(output * x.Length, x.Length);
            var sum = Vector512<float>.Zero;
            for (var at = 0; at < whole; at += Lanes)
            {
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[at..]), Vector512.Create(weight[at..]), sum);
            }

            y[output] = Vector512.Sum(sum);
        }

        AddRemainderAndBias(x[whole..], weights, bias, y, x.Length);
    }

    private static void StoreSums(Span<float> y, Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth) =>
        (y[0], y[1], y[2], y[3]) = (Vector512.Sum(first), Vector512.Sum(second), Vector512.Sum(third), Vector512.Sum(fourth));

    /// <summary>Adds the biases and the last inputs, which do not fill a register.</summary>
    private static void AddRemainderAndBias(
        ReadOnlySpan<float> remainder, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y, int inputs)
    {
        for (var output = 0; output < Math.Min(bias.Length, BlockSize); output++)
        {
            var weight = weights.Slice(((output + 1) * inputs) - remainder.Length, remainder.Length);
            var sum = y[output] + bias[output];
            for (var index = 0; index < remainder.Length; index++)
            {
                sum += remainder[index] * weight[index];
            }

            y[output] = sum;
        }
    }
}
