namespace LearnML.Training.Explanations;

/// <summary>Limits how much one explanation computes, so that it ends within half a minute on two cores, for any table and network.</summary>
internal static class ExplanationBudget
{
    /// <summary>The rows that may be sent through a network.</summary>
    public const long MaximumPasses = 10_000_000;

    /// <summary>The rows of a large network get fewer passes: together at most this many multiply-adds.</summary>
    private const double MaximumMultiplyAdds = 2e12;

    /// <summary>The inputs of all rows are in memory together: at most this many numbers.</summary>
    private const long MaximumValues = 1 << 24;

    /// <summary>Fewer rows than this say too little, so they are computed whatever the network.</summary>
    private const int MinimumRows = 100;

    /// <summary>Returns how many rows an explanation can use.</summary>
    /// <param name="passesPerRow">How often each row is sent through the network.</param>
    /// <param name="width">The number of inputs per row.</param>
    /// <param name="multiplyAdds">The multiply-adds of the network per row.</param>
    public static int MaximumRows(long passesPerRow, int width, double multiplyAdds)
    {
        return (int)Math.Clamp(
            Math.Min(PassesOf(multiplyAdds) / passesPerRow, (double)MaximumValues / width), MinimumRows, int.MaxValue);
    }

    /// <summary>Returns how many predictions can be explained together; at least one.</summary>
    /// <param name="passesPerRow">How many rows are sent through the network to explain one.</param>
    /// <param name="multiplyAdds">The multiply-adds of the network per row.</param>
    public static int MaximumExplainedRows(long passesPerRow, double multiplyAdds) =>
        (int)Math.Clamp(PassesOf(multiplyAdds) / Math.Max(passesPerRow, 1), 1, int.MaxValue);

    private static double PassesOf(double multiplyAdds) => Math.Min(MaximumPasses, MaximumMultiplyAdds / Math.Max(multiplyAdds, 1));
}
