using System.Text.Json;

namespace LearnML.Api.Requests;

/// <summary>Converts enum values to their names in JSON and in queries, such as <c>succeeded</c> for <c>Succeeded</c>.</summary>
internal static class EnumWord
{
    public static string Of(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string All(Type type) => string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>
    /// Returns the enum value of a query parameter; null if the parameter is missing or not valid. A parameter that is not valid adds an error.
    /// </summary>
    public static T? Parse<T>(string? word, string field, FieldErrors errors)
        where T : struct, Enum
    {
        if (word is null)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        errors.Add(field, "must be one of " + All(typeof(T)));
        return null;
    }
}
