// Reads the source of a transfer function: walks its syntax over an algebra, and says in which place it leaves the subset.
import type { Node, Statement } from 'ts-morph';
import { DendraError, nearest } from '../ir/index.ts';
import type { Algebra, Callee } from './algebra.ts';
import { Arguments, builtins, mathBuiltins, numberOf } from './builtins.ts';
import { dyadic, isExactLiteral } from './dyadic.ts';
import { bitwise, comparison } from './operators.ts';
import { type Meaning, morph, placeOf, resolveName } from './source.ts';
import { describeKind, exactNumber, truthOf, type Value } from './value.ts';

/** Names of a block and of those around it. */
class Scope<V> {
  readonly values = new Map<string, Value<V>>();
  /** The place from which names are looked up that the block does not have. */
  readonly from: Node;
  readonly outer: Scope<V> | undefined;

  constructor(from: Node, outer?: Scope<V>) {
    this.from = from;
    this.outer = outer;
  }

  find(name: string): Value<V> | undefined {
    return this.values.get(name) ?? this.outer?.find(name);
  }
}

/** The transfer function that the call at this node made. */
export type CalleeAt = (call: Node) => Callee | undefined;

/** Walks functions over one algebra. */
export class Reader<V> {
  readonly #algebra: Algebra<V>;
  readonly #calleeAt: CalleeAt;
  /** Functions and constants that are being read, to find those that need themselves. */
  readonly #open: Node[] = [];
  readonly #meanings = new Map<Node, Map<string, Meaning | undefined>>();

  constructor(algebra: Algebra<V>, calleeAt: CalleeAt) {
    this.#algebra = algebra;
    this.#calleeAt = calleeAt;
  }

  /** The result of a function's syntax for arguments. */
  apply(fn: Node, args: readonly Value<V>[]): Value<V> {
    const { Node: is } = morph();
    if (!is.isArrowFunction(fn) && !is.isFunctionExpression(fn) && !is.isFunctionDeclaration(fn)) {
      throw wrong(fn, 'a transfer function', 'written as a function', `\`${short(fn)}\``);
    }
    if (fn.isAsync() || (!is.isArrowFunction(fn) && fn.isGenerator())) {
      throw wrong(fn, 'a transfer function', 'an ordinary function', fn.isAsync() ? 'an async one' : 'a generator');
    }
    return this.#once(fn, () => {
      const scope = new Scope<V>(fn);
      fn.getParameters().forEach((parameter, index) => {
        if (parameter.isRestParameter() || parameter.hasInitializer()) {
          throw wrong(parameter, 'a parameter', 'without a default and no rest', `\`${short(parameter)}\``);
        }
        const value = args[index];
        if (value === undefined) throw wrong(parameter, 'a parameter', 'given by the call', 'left out');
        this.#bind(parameter.getNameNode(), value, scope);
      });
      const body = fn.getBody();
      if (body === undefined) throw wrong(fn, 'a transfer function', 'one with a body', 'a declaration alone');
      if (!is.isBlock(body)) return this.#value(body, scope);
      return this.#block(body.getStatements(), scope, body);
    });
  }

  /** What a name means at a place, looked up once. */
  #resolve(name: string, from: Node): Meaning | undefined {
    const known = this.#meanings.get(from) ?? new Map<string, Meaning | undefined>();
    this.#meanings.set(from, known);
    if (!known.has(name)) known.set(name, resolveName(name, from));
    return known.get(name);
  }

  /** Runs while the node is open; a node that is open already needs itself. */
  #once(node: Node, run: () => Value<V>): Value<V> {
    if (this.#open.includes(node)) {
      throw new DendraError('a call must be of another function, not of one that is being called already', {
        rule: 'transfer-recursion',
        hint: 'hardware has no stack: write the steps out, or keep a state from firing to firing',
      });
    }
    this.#open.push(node);
    try {
      return run();
    } finally {
      this.#open.pop();
    }
  }

  /** Gives names to a value, or to the fields of an object. */
  #bind(target: Node, value: Value<V>, scope: Scope<V>): void {
    const { Node: is } = morph();
    if (is.isIdentifier(target)) {
      const name = target.getText();
      const named =
        value.kind === 'number' ? ({ kind: 'number', x: this.#algebra.label(value.x, name) } as const) : value;
      scope.values.set(name, named);
      return;
    }
    if (!is.isObjectBindingPattern(target))
      throw wrong(target, 'a name', 'an identifier or { ... }', `\`${short(target)}\``);
    for (const element of target.getElements()) {
      if (element.getDotDotDotToken() !== undefined || element.hasInitializer()) {
        throw wrong(element, 'a name in { ... }', 'without a default and no rest', `\`${short(element)}\``);
      }
      const key = element.getPropertyNameNode()?.getText() ?? element.getName();
      this.#bind(element.getNameNode(), field(value, key, element), scope);
    }
  }

  #block(statements: readonly Statement[], scope: Scope<V>, end: Node): Value<V> {
    const { Node: is } = morph();
    for (const [index, statement] of statements.entries()) {
      if (is.isReturnStatement(statement)) {
        const result = statement.getExpression();
        if (result === undefined) throw wrong(statement, 'a return', 'with a value', 'without one');
        return this.#value(result, scope);
      }
      if (is.isIfStatement(statement)) {
        const rest = statements.slice(index + 1);
        const branch = (own: Statement | undefined, more: readonly Statement[]): Value<V> => {
          const block = own === undefined ? [] : is.isBlock(own) ? own.getStatements() : [own];
          return this.#block([...block, ...more], new Scope(scope.from, scope), own ?? end);
        };
        return this.#choose(
          this.#condition(statement.getExpression(), scope),
          () => branch(statement.getThenStatement(), []),
          () => branch(statement.getElseStatement(), rest),
          statement,
        );
      }
      if (!is.isVariableStatement(statement)) throw this.#refused(statement);
      if (statement.getDeclarationKind() !== 'const') {
        const hint = 'give each value a name of its own';
        throw wrong(statement, 'a local', 'declared with const', `with ${statement.getDeclarationKind()}`, hint);
      }
      for (const declaration of statement.getDeclarations()) {
        this.#bind(declaration.getNameNode(), this.#value(declaration.getInitializerOrThrow(), scope), scope);
      }
    }
    throw wrong(
      end,
      'every way through a function',
      'one that ends in a return',
      'one that goes on behind the function',
    );
  }

  #refused(statement: Node): DendraError {
    const loops = ['ForStatement', 'ForOfStatement', 'ForInStatement', 'WhileStatement', 'DoStatement'];
    const loop = loops.includes(statement.getKindName());
    return wrong(
      statement,
      'a statement',
      'const, if with return, or return',
      loop ? 'a loop' : `\`${short(statement)}\``,
      loop ? 'write the turns out, or keep a state from firing to firing' : undefined,
    );
  }

  /** The value of an expression; what goes wrong inside it is said to be at its place. */
  #value(node: Node, scope: Scope<V>): Value<V> {
    try {
      return this.#evaluate(node, scope);
    } catch (error) {
      throw error instanceof DendraError ? error.at({ file: placeOf(node) }) : error;
    }
  }

  #evaluate(node: Node, scope: Scope<V>): Value<V> {
    const { Node: is } = morph();
    const algebra = this.#algebra;
    if (
      is.isParenthesizedExpression(node) ||
      is.isAsExpression(node) ||
      is.isSatisfiesExpression(node) ||
      is.isNonNullExpression(node)
    ) {
      return this.#value(node.getExpression(), scope);
    }
    if (is.isNumericLiteral(node)) {
      const text = node.getText();
      const value = Number(text.replaceAll('_', ''));
      return scalar(algebra.constant(isExactLiteral(text) ? dyadic(value) : exactNumber(value)));
    }
    if (is.isTrueLiteral(node) || is.isFalseLiteral(node)) return scalar(truthOf(algebra, is.isTrueLiteral(node)));
    if (is.isStringLiteral(node)) return { kind: 'text', text: node.getLiteralText() };
    if (is.isIdentifier(node)) return this.#named(node, scope);
    if (is.isPrefixUnaryExpression(node))
      return this.#unary(/^[-+!~]+/.exec(node.getText())![0], node.getOperand(), node, scope);
    if (is.isBinaryExpression(node)) {
      return this.#binary(node.getOperatorToken().getText(), node.getLeft(), node.getRight(), node, scope);
    }
    if (is.isConditionalExpression(node)) {
      return this.#choose(
        this.#condition(node.getCondition(), scope),
        () => this.#value(node.getWhenTrue(), scope),
        () => this.#value(node.getWhenFalse(), scope),
        node,
      );
    }
    if (is.isCallExpression(node)) return this.#call(node.getExpression(), node.getArguments(), node, scope);
    if (is.isPropertyAccessExpression(node)) {
      return field(this.#value(node.getExpression(), scope), node.getName(), node);
    }
    if (is.isArrayLiteralExpression(node)) {
      return { kind: 'list', items: node.getElements().map((item) => this.#value(item, scope)) };
    }
    if (is.isObjectLiteralExpression(node)) {
      const fields = node.getProperties().map((property): [string, Value<V>] => {
        if (is.isShorthandPropertyAssignment(property)) {
          return [property.getName(), this.#named(property.getNameNode(), scope)];
        }
        if (!is.isPropertyAssignment(property))
          throw wrong(property, 'a field', 'name: value', `\`${short(property)}\``);
        return [property.getName(), this.#value(property.getInitializerOrThrow(), scope)];
      });
      return { kind: 'object', fields: Object.fromEntries(fields) };
    }
    throw wrong(node, 'an expression', 'arithmetic, a comparison, ?: or a call', `\`${short(node)}\``);
  }

  /** The meaning of a name: a local, or a constant of the module. */
  #named(node: Node, scope: Scope<V>): Value<V> {
    const name = node.getText();
    const local = scope.find(name);
    if (local !== undefined) return local;
    const meaning = this.#resolve(name, scope.from);
    if (meaning?.kind === 'value') {
      const callee = this.#calleeAt(meaning.node);
      if (callee !== undefined) return { kind: 'function', callee };
      return this.#once(meaning.node, () => this.#value(meaning.node, new Scope(meaning.node)));
    }
    const known: string[] = [];
    for (let at: Scope<V> | undefined = scope; at !== undefined; at = at.outer) known.push(...at.values.keys());
    const near = nearest(name, known);
    const given = meaning?.kind === 'other' ? meaning.text : meaning === undefined ? 'unknown' : 'a function of dendra';
    throw wrong(
      node,
      `"${name}"`,
      'an operand, a const of the function or of the module, or one of the option constants',
      given,
      near === undefined ? `hand it over: transfer(inputs, fn, { constants: { ${name} } })` : `did you mean "${near}"?`,
    );
  }

  #condition(node: Node, scope: Scope<V>): V {
    const value = this.#value(node, scope);
    if (value.kind === 'number' && this.#algebra.isTruth(value.x)) return value.x;
    const given = describeKind(this.#algebra, value);
    throw wrong(node, 'a condition', 'a comparison', given, 'write x !== 0');
  }

  /** Both values, fields of objects one by one; only one of them is read where the condition is a constant. */
  #choose(condition: V, yes: () => Value<V>, no: () => Value<V>, node: Node): Value<V> {
    const known = this.#algebra.constantOf(condition);
    if (known !== undefined) return known.code === 1n ? yes() : no();
    return this.#merge(condition, yes(), no(), node);
  }

  #merge(condition: V, a: Value<V>, b: Value<V>, node: Node): Value<V> {
    if (a.kind === 'number' && b.kind === 'number' && this.#algebra.isTruth(a.x) === this.#algebra.isTruth(b.x)) {
      try {
        return scalar(this.#algebra.select(condition, a.x, b.x));
      } catch (error) {
        throw error instanceof DendraError ? error.at({ file: placeOf(node) }) : error;
      }
    }
    if (a.kind === 'object' && b.kind === 'object') {
      const names = Object.keys(a.fields);
      if (names.length === Object.keys(b.fields).length && names.every((name) => name in b.fields)) {
        const merged = names.map((name) => [name, this.#merge(condition, a.fields[name]!, b.fields[name]!, node)]);
        return { kind: 'object', fields: Object.fromEntries(merged) };
      }
    }
    const [s, t] = [a, b].map((value) => describeKind(this.#algebra, value)) as [string, string];
    const given = s === t ? `${s} beside another one` : `${s} and ${t}`;
    throw wrong(node, 'the values of both branches', 'numbers, truth values or objects of the same fields', given);
  }

  #unary(operator: string, operand: Node, node: Node, scope: Scope<V>): Value<V> {
    const algebra = this.#algebra;
    if (operator === '!') return scalar(algebra.not(this.#condition(operand, scope)));
    if (operator !== '-' && operator !== '+')
      throw wrong(node, 'an operator', '- or ! in front of a value', `\`${short(node)}\``);
    const x = numberOf(algebra, this.#value(operand, scope), `the operand of ${operator}`);
    return scalar(operator === '+' ? x : algebra.sub(algebra.constant({ code: 0n, frac: 0 }), x));
  }

  #binary(operator: string, left: Node, right: Node, node: Node, scope: Scope<V>): Value<V> {
    const algebra = this.#algebra;
    if (operator === '&&' || operator === '||') {
      const [a, b] = [this.#condition(left, scope), this.#condition(right, scope)];
      return scalar(operator === '&&' ? algebra.and(a, b) : algebra.or(a, b));
    }
    const [first, second] = [this.#value(left, scope), this.#value(right, scope)];
    if (first.kind === 'text' && second.kind === 'text' && /^[!=]==$/.test(operator)) {
      return scalar(truthOf(algebra, (first.text === second.text) === (operator === '===')));
    }
    const a = numberOf(algebra, first, `the left operand of ${operator}`);
    const b = numberOf(algebra, second, `the right operand of ${operator}`);
    if (operator === '+') return scalar(algebra.add(a, b));
    if (operator === '-') return scalar(algebra.sub(a, b));
    if (operator === '*') return scalar(algebra.mul(a, b));
    if (operator === '/') return scalar(algebra.divide(a, b));
    const result = comparison(algebra, operator, a, b) ?? bitwise(algebra, operator, a, b);
    if (result !== undefined) return scalar(result);
    throw wrong(node, 'an operator', 'one of + - * / ** << >> & < <= > >= === !== && ||', operator, hintFor(operator));
  }

  #call(callee: Node, args: readonly Node[], node: Node, scope: Scope<V>): Value<V> {
    const { Node: is } = morph();
    const values = (): Value<V>[] => args.map((arg) => this.#value(arg, scope));
    if (is.isPropertyAccessExpression(callee) && callee.getExpression().getText() === 'Math') {
      const builtin = mathBuiltins[callee.getName()];
      if (builtin !== undefined) return builtin(new Arguments(this.#algebra, callee.getText(), values()));
      const exact = Object.keys(mathBuiltins).join(', ');
      const hint = 'take a table of it: approximate()';
      throw wrong(callee, 'a function of Math', `an exact one, of ${exact}`, callee.getName(), hint);
    }
    if (!is.isIdentifier(callee)) throw wrong(callee, 'a call', 'of a function by its name', `\`${short(callee)}\``);
    const name = callee.getText();
    const known = scope.find(name);
    const meaning = known === undefined ? this.#resolve(name, scope.from) : undefined;
    if (meaning?.kind === 'dendra') {
      const builtin = builtins[meaning.name];
      if (builtin === undefined)
        throw wrong(callee, 'a function of dendra', `one of ${Object.keys(builtins).join(', ')}`, name);
      const given = meaning.name === 'quantise' ? this.#quantised(args, scope) : values();
      return builtin(new Arguments(this.#algebra, name, given));
    }
    if (meaning?.kind === 'value' && this.#calleeAt(meaning.node) === undefined && isFunction(meaning.node)) {
      return this.apply(meaning.node, values());
    }
    const value = known ?? this.#named(callee, scope);
    if (value.kind !== 'function')
      throw wrong(callee, 'a call', 'of a function', `of ${describeKind(this.#algebra, value)}`);
    return this.#transfer(value.callee, values(), node);
  }

  /** Arguments of quantise: its first one may be a literal that is not exact, since it says how that rounds. */
  #quantised([first, ...rest]: readonly Node[], scope: Scope<V>): Value<V>[] {
    const { Node: is } = morph();
    const literal = /^(-?)\s*([\d._]+(?:[eE][-+]?\d+)?)$/.exec(first?.getText() ?? '');
    if (first === undefined || literal === null)
      return [first, ...rest].flatMap((arg) => (arg === undefined ? [] : [this.#value(arg, scope)]));
    const value = Number(`${literal[1]}${literal[2]!.replaceAll('_', '')}`);
    const x =
      is.isNumericLiteral(first) || is.isPrefixUnaryExpression(first)
        ? this.#algebra.constant(dyadic(value))
        : undefined;
    return [x === undefined ? this.#value(first, scope) : scalar(x), ...rest.map((arg) => this.#value(arg, scope))];
  }

  #transfer(callee: Callee, args: readonly Value<V>[], node: Node): Value<V> {
    const inputs = Object.keys(callee.formats);
    const [given] = args;
    if (given?.kind !== 'object' || args.length !== 1) {
      const shown = given === undefined ? 'nothing' : describeKind(this.#algebra, given);
      throw wrong(node, `the argument of ${callee.name}`, `an object of ${inputs.join(', ')}`, shown);
    }
    const numbers = inputs.map((name) => {
      const subject = `input "${name}" of ${callee.name}`;
      return [name, numberOf(this.#algebra, field(given, name, node), subject)] as const;
    });
    const results = this.#algebra.call(callee, Object.fromEntries(numbers));
    if (callee.single) return scalar(results.y!);
    return {
      kind: 'object',
      fields: Object.fromEntries(Object.entries(results).map(([name, x]) => [name, scalar(x)])),
    };
  }
}

function scalar<V>(x: V): Value<V> {
  return { kind: 'number', x };
}

function isFunction(node: Node): boolean {
  const { Node: is } = morph();
  return is.isArrowFunction(node) || is.isFunctionExpression(node) || is.isFunctionDeclaration(node);
}

function field<V>(value: Value<V>, name: string, node: Node): Value<V> {
  const fields = value.kind === 'object' ? value.fields : {};
  const found = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(fields);
  const near = nearest(name, names);
  const expected = names.length === 0 ? 'a field of an object' : `one of ${names.join(', ')}`;
  const hint = near === undefined ? undefined : `did you mean "${near}"?`;
  throw wrong(node, 'a field', expected, `"${name}"`, hint);
}

/** Source text of a node, cut short. */
function short(node: Node): string {
  const text = node.getText().replaceAll(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

function wrong(node: Node, subject: string, expected: string, given: string, hint?: string): DendraError {
  return new DendraError(`${subject} must be ${expected}, not ${given}`, {
    file: placeOf(node),
    rule: 'transfer-subset',
    hint,
  });
}

function hintFor(operator: string): string | undefined {
  if (operator.endsWith('=')) return 'give each value a name of its own, with const';
  if (operator === '%') return 'for a power of two write x & (2 ** n - 1), or fraction(x)';
  return operator === '==' || operator === '!=' ? `write ${operator}=` : undefined;
}
