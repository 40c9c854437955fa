using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage;

/// <summary>The context of a PostgreSQL database, which several processes can share.</summary>
/// <param name="options">The options of the context.</param>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : LearnMLContext(options)
{
    /// <inheritdoc/>
    protected override string BinaryJsonType => "jsonb";
}
