using LearnML.Api.Storage;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Models.Registry;

/// <summary>Repeats a write that fails because another request or job took the number or added the row at the same time.</summary>
internal static partial class ConflictRetry
{
    private const int MaximumAttempts = 10;

    /// <summary>Runs a write that reads the rows again at each attempt.</summary>
    public static async Task<T> RunAsync<T>(ILogger log, Func<Task<T>> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (DbUpdateException exception) when (attempt < MaximumAttempts && DatabaseFailure.IsDuplicateKey(exception))
            {
                LogRetry(log, attempt, exception.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Attempt {Attempt} to write to the model registry failed, because another one wrote the same row: {Reason}")]
    private static partial void LogRetry(ILogger log, int attempt, string reason);
}
