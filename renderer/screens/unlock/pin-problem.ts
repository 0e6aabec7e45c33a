/** What is wrong with a code to be chosen; undefined: it can be kept. The signer checks again. */
export function pinProblem(pin: string): 'short' | 'simple' | undefined {
  if (!/^\d{6,}$/.test(pin)) return 'short';
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]));
  const [first] = steps;
  return first !== undefined && Math.abs(first) <= 1 && steps.every((step) => step === first)
    ? 'simple'
    : undefined;
}
