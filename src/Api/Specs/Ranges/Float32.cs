namespace LearnML.Api.Specs.Ranges;

/// <summary>The limits of the numbers that a network computes with.</summary>
internal static class Float32
{
    /// <summary>The largest number, in words.</summary>
    public const string Largest = "3.4e38";

    /// <summary>The error message for a number that is too large.</summary>
    public const string Rule = $"must be at most {Largest} in magnitude";

    /// <summary>Returns whether a number fits; null is valid.</summary>
    public static bool Fits(double? number) => number is null or (>= float.MinValue and <= float.MaxValue);
}
