using System.Text.Json;
using System.Text.RegularExpressions;

namespace LearnML.Api.Hosting;

/// <summary>Describes settings that ASP.NET Core cannot read, in one line. Its own exceptions do not say what is allowed.</summary>
internal static partial class UnreadableSetting
{
    /// <summary>Returns which setting or file cannot be read, and what is allowed; null if the exception has another cause.</summary>
    /// <param name="exception">The exception that ended the start.</param>
    /// <param name="configuration">The configuration; null if it could not be read.</param>
    public static string? Describe(Exception exception, IConfiguration? configuration)
    {
        if (exception is InvalidDataException && exception.GetBaseException() is JsonException json)
        {
            var place = $"line {json.LineNumber + 1}, column {json.BytePositionInLine + 1}";
            return $"{exception.Message} It is not JSON from {place} on.";
        }

        return exception is InvalidOperationException && Conversion().Match(exception.Message) is { Success: true, Groups: var parts }
            ? $"{FindName(parts["name"].Value, parts["value"].Value, configuration)} is '{parts["value"].Value}'; "
                + $"it must be {DescribeType(parts["type"].Value)}."
            : null;
    }

    /// <summary>Returns the whole name of a setting: some parts of ASP.NET Core know only its end.</summary>
    private static string FindName(string end, string value, IConfiguration? configuration) =>
        configuration?.AsEnumerable().FirstOrDefault(setting =>
            setting.Value == value && setting.Key.EndsWith(end, StringComparison.OrdinalIgnoreCase)).Key ?? end;

    private static string DescribeType(string type) => Type.GetType(type) switch
    {
        { } known when known == typeof(bool) => "true or false",
        { } known when known == typeof(int) || known == typeof(long) => "a whole number",
        { } known when known == typeof(double) => "a number",
        { } known when known == typeof(TimeSpan) => "a time such as 00:00:30",
        { IsEnum: true } known => string.Join(", ", Enum.GetNames(known)),
        _ => $"a {type[(type.LastIndexOf('.') + 1)..]}",
    };

    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<name>.*)' to type '(?<type>.*)'")]
    private static partial Regex Conversion();
}
