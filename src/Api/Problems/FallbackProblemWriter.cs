namespace LearnML.Api.Problems;

/// <summary>Writes problem details as JSON even if the Accept header of the request excludes JSON, as for a page that a browser opens.</summary>
internal sealed class FallbackProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        context.HttpContext.Request.Headers.Remove("Accept");
        return context.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(context);
    }
}
