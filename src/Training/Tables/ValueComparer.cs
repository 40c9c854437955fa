using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Takes texts that stand for the same value for the same; others are the same where their letters are.</summary>
internal abstract class ValueComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<char>, string>
{
    /// <summary>How the categories of a column compare.</summary>
    public static IEqualityComparer<string> Of(ColumnType type) => type == ColumnType.Boolean ? new BooleanComparer() : StringComparer.Ordinal;

    public bool Equals(string? x, string? y) => x is null || y is null ? x == y : Equals(x.AsSpan(), y);

    public bool Equals(ReadOnlySpan<char> alternate, string other) =>
        TryRead(alternate, out var value) ? TryRead(other, out var otherValue) && value == otherValue : alternate.SequenceEqual(other);

    public int GetHashCode(string obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<char> alternate) => TryRead(alternate, out var value) ? value.GetHashCode() : string.GetHashCode(alternate);

    public string Create(ReadOnlySpan<char> alternate) => alternate.ToString();

    /// <summary>The value that a text stands for.</summary>
    /// <returns>False where it stands for none.</returns>
    protected abstract bool TryRead(ReadOnlySpan<char> text, out double value);
}
