using System.Globalization;
using System.Text.RegularExpressions;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Listing;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Jobs.Filters;

/// <summary>Reads the comparison and the value of a condition, as the kind of its field needs.</summary>
/// <param name="parameter">The name of the parameter, for errors.</param>
/// <param name="errors">Collects what is wrong.</param>
internal sealed partial class ConditionReader(string parameter, FieldErrors errors)
{
    private const string NotEqual = "!=";
    private static readonly DateTimeOffset LastDay = DateTimeOffset.MaxValue.AddDays(-1);

    /// <summary>Returns the conditions that a term stands for: two for a day, none if the term has an error.</summary>
    public IReadOnlyList<FieldCondition> Read(JobField field, FilterTerm term)
    {
        var isNegated = term.IsNegated != (term.Operator == NotEqual);
        if (term.Value.Trim(',', ' ').Length == 0 && !term.IsQuoted)
        {
            AddError($"has the condition {field.Name}{term.Operator} without a value; write for example {GiveExample(field)}");
            return [];
        }

        if (field.Kind == JobFieldKind.Time)
        {
            return ReadTime(field, term, isNegated);
        }

        if (field.Kind != JobFieldKind.Number && GetOperator(term.Operator) != FieldOperator.IsOneOf)
        {
            AddError($"compares {field.Name} with '{term.Operator}', but it is not a number; write for example {GiveExample(field)}");
            return [];
        }

        var values = Split(field, term).Select(text => ReadValue(field, text)).ToList();
        return values.Contains(null) ? [] : [new FieldCondition(field, GetOperator(term.Operator), [.. values.OfType<object>()], isNegated)];
    }

    /// <summary>Returns a condition on a field that is written correctly.</summary>
    public static string GiveExample(JobField field) => field.Kind switch
    {
        JobFieldKind.Number => $"{field.Name}<0.1",
        JobFieldKind.List => $"{field.Name}:[64,32]",
        JobFieldKind.Time => $"{field.Name}>=2030-01-31",
        _ => $"{field.Name}:{(field.Choices is [var first, ..] ? first : "text")}",
    };

    private static FieldOperator GetOperator(string text) => text switch
    {
        "<" => FieldOperator.Less,
        "<=" => FieldOperator.LessOrEqual,
        ">" => FieldOperator.Greater,
        ">=" => FieldOperator.GreaterOrEqual,
        _ => FieldOperator.IsOneOf,
    };

    /// <summary>Returns the alternatives of a value: after a colon, commas separate them, except in quotation marks and in a list.</summary>
    private static string[] Split(JobField field, FilterTerm term) =>
        term.Operator == ":" && !term.IsQuoted && field.Kind != JobFieldKind.List
            ? term.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [term.Value];

    private object? ReadValue(JobField field, string text)
    {
        switch (field.Kind)
        {
            case JobFieldKind.Number when TryReadNumber(text, out var number):
                return number;
            case JobFieldKind.Number:
                AddError($"compares {field.Name} with '{LongText.Shorten(text)}', which is not a number; write for example {GiveExample(field)}");
                return null;
            case JobFieldKind.List:
                return string.Join(',', text.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries).Select(FormatElement));
        }

        if (field.Choices is [_, ..] && !field.Choices.Contains(text))
        {
            var near = NearestName.Find(text, field.Choices);
            AddError($"compares {field.Name} with '{LongText.Shorten(text)}', but it is "
                + (near is null ? $"one of {string.Join(", ", field.Choices)}" : $"never that; did you mean {field.Name}:{near}?"));
            return null;
        }

        return field.Kind == JobFieldKind.State ? EnumNames.Parse<JobState>(text) : text;
    }

    private List<FieldCondition> ReadTime(JobField field, FilterTerm term, bool isNegated)
    {
        if (!TimePattern().IsMatch(term.Value)
            || !DateTimeOffset.TryParse(term.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            AddError($"compares {field.Name} with '{LongText.Shorten(term.Value)}', which is not a time; write 2030-01-31 or 2030-01-31T12:00:00Z");
            return [];
        }

        // A day has 24 hours: after it means from the next one on. The last day of the calendar has no next one.
        var isDay = term.Value.Length == "2030-01-31".Length;
        var end = !isDay ? time : time > LastDay ? DateTimeOffset.MaxValue : time.AddDays(1);
        switch (term.Operator)
        {
            case "<" or ">=":
                return [new FieldCondition(field, GetOperator(term.Operator), [time], isNegated)];
            case "<=":
                return [new FieldCondition(field, isDay ? FieldOperator.Less : FieldOperator.LessOrEqual, [end], isNegated)];
            case ">":
                return [new FieldCondition(field, isDay ? FieldOperator.GreaterOrEqual : FieldOperator.Greater, [end], isNegated)];
            case not NotEqual when !isNegated:
                return
                [
                    new FieldCondition(field, FieldOperator.GreaterOrEqual, [time]),
                    new FieldCondition(field, isDay ? FieldOperator.Less : FieldOperator.LessOrEqual, [end]),
                ];
            default:
                AddError($"excludes a time of {field.Name}; use < or > instead");
                return [];
        }
    }

    private static string FormatElement(string text) =>
        TryReadNumber(text, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : text;

    private static bool TryReadNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private void AddError(string reason) => errors.Add(parameter, reason);

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}(T|\\z)")]
    private static partial Regex TimePattern();
}
