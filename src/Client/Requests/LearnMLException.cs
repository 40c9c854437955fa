using System.Globalization;
using System.Net;
using System.Text;

namespace LearnML.Client;

/// <summary>The service answered with an error. The message contains the whole error, with one line per invalid field.</summary>
public sealed class LearnMLException : Exception
{
    internal LearnMLException(string request, HttpStatusCode status, Problem problem, TimeSpan? retryAfter)
        : base(Describe(request, status, problem, retryAfter)) =>
        (Status, Title, Detail, Errors, RetryAfter) = (status, problem.Title, problem.Detail, problem.Errors ?? [], retryAfter);

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The kind of error; null if the answer has no problem details (RFC 9457), for example because a proxy sent it.</summary>
    public string? Title { get; }

    /// <summary>What is wrong and what to do; null if the answer has no details.</summary>
    public string? Detail { get; }

    /// <summary>The errors of the request's fields, by path, for example <c>training.epochs</c>; empty if no field is invalid.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; }

    /// <summary>The time to wait before sending the request again; null if the answer has no such time.</summary>
    public TimeSpan? RetryAfter { get; }

    private static string Describe(string request, HttpStatusCode status, Problem problem, TimeSpan? retryAfter)
    {
        var lines = new StringBuilder();
        lines.Append(CultureInfo.InvariantCulture, $"{request}: {(int)status} {problem.Title ?? status.ToString()}");
        if (problem.Detail is not null)
        {
            lines.Append('\n').Append(problem.Detail);
        }

        foreach (var (field, reasons) in problem.Errors ?? [])
        {
            lines.Append(CultureInfo.InvariantCulture, $"\n  {field}: {string.Join("; ", reasons)}");
        }

        if (retryAfter is { } wait)
        {
            lines.Append(CultureInfo.InvariantCulture, $"\nTry again in {wait.TotalSeconds} s.");
        }

        return lines.ToString();
    }
}
