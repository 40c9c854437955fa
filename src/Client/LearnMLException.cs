using System.Globalization;
using System.Net;
using System.Text;

namespace LearnML.Client;

/// <summary>The service answered with an error. The message says all of it, a line for each wrong field.</summary>
public sealed class LearnMLException : Exception
{
    internal LearnMLException(string request, HttpStatusCode status, Problem problem, TimeSpan? retryAfter)
        : base(Describe(request, status, problem, retryAfter)) =>
        (Status, Title, Detail, Errors, RetryAfter) = (status, problem.Title, problem.Detail, problem.Errors ?? [], retryAfter);

    /// <summary>The status of the answer.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>What kind of error it is; null where the answer was no problem document (RFC 9457), as a proxy's may be.</summary>
    public string? Title { get; }

    /// <summary>What is wrong, and what to do; null where nothing more is told.</summary>
    public string? Detail { get; }

    /// <summary>What is wrong with each field of the request, by its path, for example <c>training.epochs</c>; empty where no field is.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; }

    /// <summary>How long to wait before the request is sent again; null where the service does not say.</summary>
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
