using System.Diagnostics;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Waiting for what must come: looked for often, given up late.</summary>
internal static class Deadline
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Longer than anything here takes on a slow machine.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(90);

    /// <summary>Ends what takes longer.</summary>
    public static CancellationToken Token() => new CancellationTokenSource(Timeout).Token;

    /// <summary>Asks until the answer is right.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> poll, Predicate<T> isDone, TimeSpan? timeout = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await poll();
            if (isDone(answer))
            {
                return answer;
            }

            Assert.True(clock.Elapsed < (timeout ?? Timeout), $"Waited in vain; the last answer was {answer}.");
            await Task.Delay(PollInterval);
        }
    }

    public static Task UntilAsync(Func<bool> isDone) => UntilAsync(() => Task.FromResult(isDone()), right => right);
}
