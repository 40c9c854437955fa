using System.Diagnostics;
using static TorchSharp.torch;

namespace LearnML.Training.Devices;

/// <summary>Measures how fast this machine's processor multiplies matrices.</summary>
public static class ProductSpeed
{
    private const int Side = 256;
    private const int Products = 8;

    /// <summary>Returns the seconds that one multiplication takes on one core. It takes about ten milliseconds.</summary>
    public static double MeasureSecondsPerMultiplication()
    {
        using var thread = new SingleThreadScope();
        using var scope = NewDisposeScope();
        var matrix = ones(Side, Side);
        var times = new double[Products];
        for (var i = 0; i < Products; i++)
        {
            var start = Stopwatch.GetTimestamp();
            matrix.mm(matrix).Dispose();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        // The first products wake the processor, and other programs can interrupt any.
        return times.Order().ElementAt(Products / 4) / ((double)Side * Side * Side);
    }
}
