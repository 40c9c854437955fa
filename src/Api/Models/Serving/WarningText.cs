using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Api.Models.Serving;

/// <summary>Warnings of predictions as texts, for answers that have no place for the rows and the number of values.</summary>
internal static class WarningText
{
    /// <summary>Returns the reason of a warning, and which values it is about if there are several.</summary>
    public static string Describe(PredictionWarning warning)
    {
        var rows = warning.Row == warning.LastRow ? $"row {warning.Row}" : $"rows {warning.Row} to {warning.LastRow}";
        return warning.Count <= 1
            ? warning.Reason
            : string.Create(CultureInfo.InvariantCulture, $"{warning.Reason} ({warning.Count:n0} values, {rows})");
    }
}
