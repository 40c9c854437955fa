using System.Net;
using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hosting;

/// <summary>A response of the service.</summary>
internal sealed record ApiResponse(HttpStatusCode Status, string? ContentType, Uri? Location, string Body)
{
    /// <summary>The Retry-After header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public T Read<T>() => JsonSerializer.Deserialize<T>(Body, WireFormat.Options)!;

    /// <summary>Asserts that the response is a problem with this status and without internal details.</summary>
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
