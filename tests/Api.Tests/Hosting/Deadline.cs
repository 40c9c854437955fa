using System.Diagnostics;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Waits for conditions: polls often and fails after a long timeout.</summary>
internal static class Deadline
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Longer than any step of a test takes on a slow machine.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(90);

    /// <summary>Creates a token that is cancelled after <see cref="Timeout"/>.</summary>
    public static CancellationToken Token() => new CancellationTokenSource(Timeout).Token;

    /// <summary>Polls until the result satisfies the condition.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> poll, Predicate<T> isDone, TimeSpan? timeout = null, TimeSpan? interval = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var result = await poll();
            if (isDone(result))
            {
                return result;
            }

            Assert.True(clock.Elapsed < (timeout ?? Timeout), $"Timed out; the last result was {result}.");
            await Task.Delay(interval ?? PollInterval);
        }
    }

    public static Task UntilAsync(Func<bool> isDone) => UntilAsync(() => Task.FromResult(isDone()), done => done);
}
