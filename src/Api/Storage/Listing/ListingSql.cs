using System.Globalization;

namespace LearnML.Api.Storage.Listing;

/// <summary>Writes the parts of a query over <see cref="JobFieldsRow"/> for one of the databases, and collects its parameters.</summary>
/// <param name="isPostgres">Whether the database is PostgreSQL; otherwise it is SQLite.</param>
internal sealed class ListingSql(bool isPostgres)
{
    private readonly List<object> parameters = [];
    private bool usesJobs;

    /// <summary>The tables that the parts so far need. Ask for it when all parts are written.</summary>
    public string Tables => usesJobs ? "\"JobFields\" JOIN \"Jobs\" ON \"Id\" = \"JobId\"" : "\"JobFields\"";

    /// <summary>The values of the parameters.</summary>
    public object[] Parameters => [.. parameters];

    /// <summary>Adds a parameter and returns its place holder.</summary>
    public string Add(object value)
    {
        parameters.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"{{{parameters.Count - 1}}}");
    }

    /// <summary>The value of a field; null if the job has none. The name comes from the catalog, so it needs no escape.</summary>
    public string Value(JobField field)
    {
        if (field.OfJob is { } expression)
        {
            usesJobs = true;
            return $"CAST({expression} AS double precision)";
        }

        var column = field.IsScore ? "\"Scores\"" : "\"Fields\"";
        return !isPostgres ? $"json_extract({column}, '$.\"{field.Name}\"')"
            : field.Kind == JobFieldKind.Number ? $"CAST({column} ->> '{field.Name}' AS double precision)"
            : $"({column} ->> '{field.Name}') COLLATE \"C\"";
    }

    /// <summary>Whether a text contains another.</summary>
    public string Contains(string text, string part) => isPostgres ? $"strpos({text}, {part}) > 0" : $"instr({text}, {part}) > 0";
}
