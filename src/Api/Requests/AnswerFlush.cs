namespace LearnML.Api.Requests;

/// <summary>
/// Sends what was written to an answer, and disconnects a client that stops reading. The server's own minimum rate is an average over the whole
/// answer: a client that has read the beginning fast could then stop for hours.
/// </summary>
internal static class AnswerFlush
{
    private const int BytesPerSecond = 32 * 1024;

    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(20);

    /// <summary>Sends the bytes that were written since the last call.</summary>
    /// <param name="context">The request.</param>
    /// <param name="byteCount">The number of bytes.</param>
    /// <returns>Whether the client is still connected.</returns>
    public static async ValueTask<bool> RunAsync(HttpContext context, long byteCount)
    {
        var flush = context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        if (flush.IsCompletedSuccessfully)
        {
            return !flush.Result.IsCompleted;
        }

        var sent = flush.AsTask();
        try
        {
            return !(await sent.WaitAsync(GracePeriod + TimeSpan.FromSeconds((double)byteCount / BytesPerSecond))).IsCompleted;
        }
        catch (TimeoutException)
        {
            context.Abort();
            await Task.WhenAny(sent);
            return false;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }
}
