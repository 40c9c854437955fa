using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Compares texts by the values that they mean. Texts without such a value are compared character by character.</summary>
internal abstract class ValueComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<char>, string>
{
    /// <summary>Returns the comparer for the categories of a column of this type.</summary>
    public static IEqualityComparer<string> Of(ColumnType type) => type == ColumnType.Boolean ? new BooleanComparer() : StringComparer.Ordinal;

    public bool Equals(string? x, string? y) => x is null || y is null ? x == y : Equals(x.AsSpan(), y);

    public bool Equals(ReadOnlySpan<char> alternate, string other) =>
        TryRead(alternate, out var value) ? TryRead(other, out var otherValue) && value == otherValue : alternate.SequenceEqual(other);

    public int GetHashCode(string obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<char> alternate) => TryRead(alternate, out var value) ? value.GetHashCode() : string.GetHashCode(alternate);

    public string Create(ReadOnlySpan<char> alternate) => alternate.ToString();

    /// <summary>Parses the value that a text means.</summary>
    /// <returns>False if the text has no such value.</returns>
    protected abstract bool TryRead(ReadOnlySpan<char> text, out double value);
}
