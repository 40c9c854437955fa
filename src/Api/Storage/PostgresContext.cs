using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage;

/// <summary>The database as a server that several processes share.</summary>
/// <param name="options">Which database.</param>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : LearnMLContext(options);
