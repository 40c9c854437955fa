namespace LearnML.Contracts;

/// <summary>The value of a field that has a default. Two are equal if their values are, set or not.</summary>
/// <param name="Value">The value, or the default.</param>
/// <param name="IsSet">Whether the value was set.</param>
internal readonly record struct Defaulted<T>(T Value, bool IsSet)
    where T : struct
{
    /// <inheritdoc/>
    public bool Equals(Defaulted<T> other) => EqualityComparer<T>.Default.Equals(Value, other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();
}
