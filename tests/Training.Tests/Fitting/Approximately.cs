namespace LearnML.Training.Tests.Fitting;

/// <summary>Compares numbers of two computations in float32.</summary>
internal static class Approximately
{
    private const double Relative = 1e-5;

    // Where a sum cancels to almost nothing, the rounding of its terms remains.
    private const double Absolute = 1e-7;

    public static void Equal(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Equal(expected[i], actual[i]);
        }
    }

    public static void Equal(double expected, double actual) =>
        Assert.Equal(expected, actual, (Relative * Math.Abs(expected)) + Absolute);
}
