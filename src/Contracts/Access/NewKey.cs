namespace LearnML.Contracts;

/// <summary>A key that was just made.</summary>
/// <param name="Key">The key.</param>
/// <param name="Secret">What its caller sends, as <c>Authorization: Bearer lml_...</c>. It is told this once.</param>
public sealed record NewKey(Key Key, string Secret);
