using System.Net;
using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hosting;

/// <summary>What the service answered to a request.</summary>
internal sealed record ApiResponse(HttpStatusCode Status, string? ContentType, Uri? Location, string Body)
{
    /// <summary>When it says to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public T Read<T>() => JsonSerializer.Deserialize<T>(Body, WireFormat.Options)!;

    /// <summary>Checks that this is a problem of that status which tells nothing of the service's insides.</summary>
    public ProblemDetails ShouldBeProblem(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{Status}: {Body}");
        Assert.Equal("application/problem+json", ContentType);
        var problem = JsonSerializer.Deserialize<ProblemDetails>(Body, JsonSerializerOptions.Web)!;
        Assert.Equal((int)status, problem.Status);
        Assert.NotEmpty(problem.Title);
        Assert.DoesNotContain("   at ", Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Body, StringComparison.Ordinal);
        Assert.DoesNotContain(AppContext.BaseDirectory, Body, StringComparison.Ordinal);
        return problem;
    }
}
