using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage;

/// <summary>The database as a file beside the process that uses it alone.</summary>
/// <param name="options">Which file.</param>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : LearnMLContext(options);
