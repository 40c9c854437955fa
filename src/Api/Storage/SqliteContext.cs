using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage;

/// <summary>The context of an SQLite database, a file that only one process uses.</summary>
/// <param name="options">The options of the context.</param>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : LearnMLContext(options)
{
    /// <inheritdoc/>
    protected override string BinaryJsonType => "BLOB";
}
