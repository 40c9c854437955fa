using LearnML.Api.Hosting;
using LearnML.Training.Tables.Csv;

namespace LearnML.Api.Requests;

/// <summary>Collects the validation errors of a request by field.</summary>
public sealed class FieldErrors
{
    /// <summary>
    /// The largest number of items that a message lists, for example columns, or errors about a body that can have millions of them; the same as for
    /// the problems of a table.
    /// </summary>
    internal const int MaximumListed = TableFormatException.MaximumListed;

    /// <summary>
    /// The largest number of fields with errors, and of errors in one. Nobody reads more, and an error takes more memory than the bad field itself.
    /// </summary>
    private const int MaximumFields = 1_000;

    private readonly Dictionary<string, List<string>> byField = new(StringComparer.Ordinal);
    private int reasonCount;

    /// <summary>Whether there are no errors.</summary>
    public bool IsEmpty => byField.Count == 0;

    /// <summary>Whether there are so many errors that <see cref="AddLimited"/> adds no more.</summary>
    internal bool HasMany => reasonCount >= MaximumListed;

    /// <summary>Adds an error for a field, which is named by its path. Beyond a limit, fields and errors of a field are dropped.</summary>
    public void Add(string field, string reason)
    {
        if (!byField.TryGetValue(field, out var reasons))
        {
            if (byField.Count == MaximumFields)
            {
                return;
            }

            byField[field] = reasons = [];
        }

        if (reasons.Count < MaximumFields && !reasons.Contains(reason))
        {
            reasons.Add(reason);
            reasonCount++;
        }
    }

    /// <summary>Adds an error for a field in place of those that it has.</summary>
    internal void Replace(string field, string reason)
    {
        reasonCount -= byField.Remove(field, out var old) ? old.Count : 0;
        Add(field, reason);
    }

    /// <summary>Changes the reason of each error.</summary>
    /// <param name="amend">Returns the new reason of a field and a reason.</param>
    internal void Amend(Func<string, string, string> amend)
    {
        foreach (var (field, reasons) in byField)
        {
            for (var index = 0; index < reasons.Count; index++)
            {
                reasons[index] = amend(field, reasons[index]);
            }
        }
    }

    /// <summary>Adds an error unless there are many.</summary>
    internal void AddLimited(string field, string reason)
    {
        if (!HasMany)
        {
            Add(field, reason);
        }
    }

    /// <summary>Adds an error unless <paramref name="isValid"/> is true.</summary>
    public void Require(bool isValid, string field, string reason)
    {
        if (!isValid)
        {
            Add(field, reason);
        }
    }

    /// <summary>Returns the enum value of a field; null if the field is missing or not valid. A field that is not valid adds an error.</summary>
    public T? ParseEnum<T>(string? text, string field)
        where T : struct, Enum
    {
        var value = text is null ? null : EnumNames.Parse<T>(text);
        Require(text is null || value is not null, field, "must be one of " + EnumNames.List(typeof(T)));
        return value;
    }

    /// <summary>Returns whether a field, named by its path, or a field inside it has errors.</summary>
    public bool HasErrorsIn(string path) => byField.Keys.Any(field =>
        field.StartsWith(path, StringComparison.Ordinal) && (field.Length == path.Length || field[path.Length] is '.' or '['));

    /// <summary>Returns the errors in the form of <c>errors</c> in a validation problem.</summary>
    public Dictionary<string, string[]> ToDictionary() => byField.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
}
