namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>What a request costs.</summary>
/// <param name="AllocatedBytes">The bytes that the process allocated.</param>
/// <param name="Time">The processor time.</param>
/// <param name="AnswerBytes">The size of the answer.</param>
internal readonly record struct RequestCost(long AllocatedBytes, TimeSpan Time, long AnswerBytes)
{
    /// <summary>Returns the smaller costs of two.</summary>
    public static RequestCost Least(RequestCost first, RequestCost second) => new(
        Math.Min(first.AllocatedBytes, second.AllocatedBytes),
        first.Time < second.Time ? first.Time : second.Time,
        Math.Min(first.AnswerBytes, second.AnswerBytes));

    public override string ToString() =>
        FormattableString.Invariant($"{AllocatedBytes / 1e6:f1} MB allocated, {Time.TotalMilliseconds:f0} ms, {AnswerBytes / 1e3:f1} kB answered");
}
