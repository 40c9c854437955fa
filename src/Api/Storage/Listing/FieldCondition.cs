using LearnML.Contracts;

namespace LearnML.Api.Storage.Listing;

/// <summary>A condition on a field of jobs. A job without the field does not meet it, so it meets the negated one.</summary>
/// <param name="Field">The field.</param>
/// <param name="Operator">How its value is compared.</param>
/// <param name="Values">
/// What it is compared with: numbers, texts, states, or a time. Every operator but <see cref="FieldOperator.IsOneOf"/> has one.
/// </param>
/// <param name="IsNegated">Whether the job must not meet the condition.</param>
internal sealed record FieldCondition(JobField Field, FieldOperator Operator, IReadOnlyList<object> Values, bool IsNegated = false)
{
    /// <summary>Creates the condition that a field has a value.</summary>
    public static FieldCondition Is(string field, params IReadOnlyList<object> values) =>
        new(JobFieldCatalog.Find(field)!, FieldOperator.IsOneOf, values);

    /// <summary>Returns the condition as SQL.</summary>
    public string ToSql(ListingSql sql)
    {
        var condition = Field.Kind switch
        {
            JobFieldKind.State => $"\"JobId\" IN (SELECT \"Id\" FROM \"Jobs\" WHERE \"State\" IN ({ListParameters(sql)}))",
            JobFieldKind.Time => CompareTime(sql, (DateTimeOffset)Values[0]),
            JobFieldKind.Tags => "(" + string.Join(" OR ", Values.Select(tag =>
                sql.Contains(sql.Value(Field), sql.Add(JobFieldValues.TagMark + tag + JobFieldValues.TagMark)))) + ")",
            _ when Operator == FieldOperator.IsOneOf => $"{sql.Value(Field)} IN ({ListParameters(sql)})",
            _ => $"{sql.Value(Field)} {Symbol} {sql.Add(Values[0])}",
        };
        return IsNegated ? $"NOT COALESCE({condition}, FALSE)" : condition;
    }

    /// <summary>
    /// Compares ids instead of times: an id is a UUID of version 7, which begins with the time of the job in milliseconds, and it has an index.
    /// </summary>
    private string CompareTime(ListingSql sql, DateTimeOffset time)
    {
        var isAfter = Operator is FieldOperator.Greater or FieldOperator.LessOrEqual;
        var first = GetFirstId(time.ToUnixTimeMilliseconds() + (isAfter ? 1 : 0));
        return $"\"JobId\" {(Operator is FieldOperator.Less or FieldOperator.LessOrEqual ? "<" : ">=")} {sql.Add(first)}";
    }

    /// <summary>Returns the smallest id that a job of this millisecond can have.</summary>
    private static Guid GetFirstId(long milliseconds)
    {
        milliseconds = Math.Max(0, milliseconds);
        return new Guid((int)(milliseconds >> 16), (short)milliseconds, 0, new byte[8]);
    }

    private string ListParameters(ListingSql sql) =>
        string.Join(", ", Values.Select(value => sql.Add(value is JobState state ? state.ToString() : value)));

    private string Symbol => Operator switch
    {
        FieldOperator.Less => "<",
        FieldOperator.LessOrEqual => "<=",
        FieldOperator.Greater => ">",
        _ => ">=",
    };
}
