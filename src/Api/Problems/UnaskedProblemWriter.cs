namespace LearnML.Api.Problems;

/// <summary>A client that accepts no JSON, such as a browser's address bar, gets its problem as JSON all the same.</summary>
internal sealed class UnaskedProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        context.HttpContext.Request.Headers.Remove("Accept");
        return context.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(context);
    }
}
