using LearnML.Contracts;

namespace LearnML.Training.Tables.Values;

/// <summary>Compares texts by the values that they mean. Texts without such a value are compared character by character.</summary>
internal abstract class ValueComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<char>, string>
{
    /// <summary>Returns the comparer for the categories of a column of this type.</summary>
    public static IEqualityComparer<string> For(ColumnType type) => type == ColumnType.Boolean ? BooleanComparer.Instance : StringComparer.Ordinal;

    public bool Equals(string? x, string? y) => x is null || y is null ? x == y : Equals(x.AsSpan(), y);

    public bool Equals(ReadOnlySpan<char> alternate, string other) =>
        TryParseValue(alternate, out var value) ? TryParseValue(other, out var otherValue) && value == otherValue : alternate.SequenceEqual(other);

    public int GetHashCode(string obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<char> alternate) =>
        TryParseValue(alternate, out var value) ? value.GetHashCode() : string.GetHashCode(alternate);

    public string Create(ReadOnlySpan<char> alternate) => alternate.ToString();

    /// <summary>Parses the value that a text means.</summary>
    /// <returns>False if the text has no such value.</returns>
    protected abstract bool TryParseValue(ReadOnlySpan<char> text, out double value);
}
