using System.Runtime.CompilerServices;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.LiveMetrics;

/// <summary>
/// Logs the calls and streams of the hub that fail. SignalR itself logs every exception as an error with its stack trace, but a
/// <see cref="HubException"/> is an answer to the client, for example that there is no such job, and a client can cause any number of them.
/// </summary>
/// <param name="log">The log.</param>
internal sealed partial class HubErrorLog(ILogger<HubErrorLog> log) : IHubFilter
{
    /// <summary>The log category of SignalR with the errors that this filter logs instead.</summary>
    public const string SignalRCategory = "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher";

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            var answer = await next(invocationContext);
            return answer is IAsyncEnumerable<EpochMetrics> stream ? LogFailure(stream, invocationContext) : answer;
        }
        catch (Exception exception) when (IsFailure(exception, invocationContext))
        {
            LogFailed(exception, invocationContext.HubMethodName);
            throw;
        }
    }

    private async IAsyncEnumerable<EpochMetrics> LogFailure(
        IAsyncEnumerable<EpochMetrics> stream, HubInvocationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var metrics = stream.GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync())
        {
            yield return metrics.Current;
        }

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                return await metrics.MoveNextAsync();
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsFailure(exception, context))
            {
                LogFailed(exception, context.HubMethodName);
                throw;
            }
        }
    }

    private static bool IsFailure(Exception exception, HubInvocationContext context) =>
        exception is not HubException && !context.Context.ConnectionAborted.IsCancellationRequested;

    [LoggerMessage(LogLevel.Error, "The hub method {Method} failed.")]
    private partial void LogFailed(Exception exception, string method);
}
