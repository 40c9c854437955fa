namespace LearnML.Training.Calibration;

/// <summary>From which probability on a model of two classes answers the positive class.</summary>
/// <param name="Positive">The index of the positive class, 0 or 1.</param>
/// <param name="Value">The lowest probability of the positive class that is answered with it, as a 32-bit number.</param>
public sealed record DecisionThreshold(int Positive, float Value)
{
    /// <summary>The highest threshold. No probability reaches it, so the positive class is never answered.</summary>
    public static float Never { get; } = MathF.BitIncrement(1);

    /// <summary>Returns the class that is answered.</summary>
    /// <param name="probabilities">The probabilities of both classes.</param>
    public int ClassOf(ReadOnlySpan<float> probabilities) => probabilities[Positive] >= Value ? Positive : 1 - Positive;
}
