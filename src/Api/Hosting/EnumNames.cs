using System.Text.Json;
using LearnML.Api.Requests;

namespace LearnML.Api.Hosting;

/// <summary>Converts enum values to their names in JSON and in queries, such as <c>succeeded</c> for <c>Succeeded</c>.</summary>
internal static class EnumNames
{
    public static string Format(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string List(Type type) => string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>
    /// Returns the enum value of a query parameter; null if the parameter is missing or not valid. A parameter that is not valid adds an error.
    /// </summary>
    public static T? Parse<T>(string? text, string field, FieldErrors errors)
        where T : struct, Enum
    {
        if (text is null)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (Format(value) == text)
            {
                return value;
            }
        }

        errors.Add(field, "must be one of " + List(typeof(T)));
        return null;
    }
}
